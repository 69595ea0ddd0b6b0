// The events, the latest on top.

import { $, clock, element, grouped, outside } from './text.js';
import { isOfPiece } from './state.js';

const SHOWN = 200;

const list = $('#log ol');
const box = $('#with-pieces');
let last = '';

export const onChange = (then) => box.addEventListener('change', then);

const piece = (entry) => `piece ${grouped(entry.piece)}`;
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const SENTENCES = {
  initialized: () => ['The download begins.'],
  connected: (entry) => [outside(entry.peer), ' is connected.'],
  started: (entry) => [outside(entry.peer), ` begins ${piece(entry)}.`],
  completed: (entry) => [`${capital(piece(entry))} from `, outside(entry.peer), ' is verified.'],
  refused: (entry) => [`${capital(piece(entry))} from `, outside(entry.peer), ' is damaged; the peer is banned.'],
  terminated: (entry) => [outside(entry.peer), ' is gone', ...(entry.text ? [': ', outside(entry.text)] : []), '.'],
};

// Made anew when something is different, which for so few is quick.
export function show(torrent, ofRun) {
  const state = `${torrent.torrent} ${torrent.run} ${torrent.logged} ${ofRun.length} ${ofRun.at(-1)?.time} ${box.checked}`;
  if (state === last) return;
  last = state;
  const entries = ofRun.length === 0 ? torrent.log : [...ofRun, ...torrent.log].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const wanted = entries.filter((entry) => box.checked || !isOfPiece(entry)).slice(-SHOWN).reverse();
  list.replaceChildren(...wanted.map(item));
}

function item(entry) {
  const sentence = SENTENCES[entry.type]?.(entry) ?? [outside(entry.text ?? '')];
  return element('li', { class: entry.type }, element('time', {}, clock(entry.time)), element('span', {}, ...sentence));
}
