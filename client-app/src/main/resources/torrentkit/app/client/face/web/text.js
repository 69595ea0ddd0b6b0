// Numbers and names as a person reads them. Whatever comes from outside is put into the page as text only.

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

export const $ = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

export function bytes(number) {
  let unit = 0;
  while (number >= 1000 && unit < UNITS.length - 1) {
    number /= 1024;
    unit++;
  }
  const digits = unit === 0 || number >= 100 ? Math.round(number) : number.toFixed(number >= 10 ? 1 : 2);
  return `${digits} ${UNITS[unit]}`;
}

// For an axis: no more digits than the value has.
export const shortRate = (number) => rate(number).replace(/\.(\d*?)0+ /, (all, digits) => (digits ? `.${digits} ` : ' '));
export const rate = (number) => `${bytes(number)}/s`;
export const grouped = (number) => number.toLocaleString('en-US');
export const count = (number, one, many = `${one}s`) => `${grouped(number)} ${number === 1 ? one : many}`;

// Rounded down, so that 100 % means all.
export const percent = (part, whole) => `${Math.floor(whole > 0 ? 100 * part / whole : 0)} %`;

export function duration(seconds) {
  seconds = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 100) return 'days';
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

export function clock(millis) {
  return millis === undefined ? '' : new Date(millis).toLocaleTimeString('en-GB');
}

// Controls, invisible formatting such as bidirectional overrides, halves of characters, line ends.
export const shown = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD');

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Text from outside, which keeps its direction to itself.
export const outside = (text) => element('bdi', {}, shown(text));

export function say(where, text) {
  if (where.textContent !== text) where.textContent = text;
}
