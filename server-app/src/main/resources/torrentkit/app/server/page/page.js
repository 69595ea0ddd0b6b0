// Keeps the page fresh, and makes it quick to use. Without it the listing, the search and every download work all the same.
// Whatever comes from outside is put into the page as text only.

const POLL_MILLIS = 2000;
const HISTORY = 90; // values of the curve
const SHOWN = 12;

const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// ---- Numbers and names as the server writes them

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

function bytes(number) {
  let unit = 0;
  while (number >= 1000 && unit < UNITS.length - 1) {
    number /= 1024;
    unit++;
  }
  const digits = unit === 0 || number >= 100 ? Math.round(number) : number.toFixed(number >= 10 ? 1 : 2);
  return `${digits} ${UNITS[unit]}`;
}

const percent = (share) => `${Math.round(share * 100)} %`;
const grouped = (number) => number.toLocaleString('en-US');
const count = (number, one, many) => `${grouped(number)} ${number === 1 ? one : many}`;
const people = (swarm) => `${count(swarm.seeds, 'seed', 'seeds')}, ${count(swarm.leechers, 'leecher', 'leechers')}`;

function duration(seconds) {
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

// Controls, invisible formatting such as bidirectional overrides, halves of characters, line ends.
const shown = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '_');

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function name(text) {
  return element('bdi', {}, shown(text));
}

function say(where, text) {
  if (where && where.textContent !== text) where.textContent = text;
}

// ---- How to get a file

const dialog = $('#get');
let opener = null;

function ways(row) {
  const torrent = new URL($('.ways a[href]', row).href);
  const magnet = all('.ways a[href]', row)[1].href;
  const link = $('.name', row).href;
  const found = [
    ['With torrentkit: from all peers, checked, resumable', `client-app download ${torrent}`],
    ['With aria2', `aria2c ${torrent}`],
  ];
  if (row.classList.contains('file')) found.push(['With curl: from this server alone', curl(row, link)], ['Link', link]);
  found.push(['Torrent', String(torrent)],
    ['Magnet', `magnet:?xt=urn:btih:${row.dataset.hash ?? '…'}`, () => fetchMagnet(magnet)]);
  return found;
}

// A name that curl would not find in the URL, or a shell would read as something else, is said in quotes.
function curl(row, link) {
  const file = $('.name bdi:last-child', row).textContent;
  return /^\w[\w.+-]*$/.test(file) && link.endsWith(`/${file}`)
    ? `curl -O ${link}`
    : `curl -o './${file.replaceAll("'", "'\\''")}' ${link}`;
}

// A magnet link needs the hash, which may have to be made first.
async function fetchMagnet(url) {
  const answer = await fetch(url);
  const text = (await answer.text()).trim();
  if (!answer.ok || !text.startsWith('magnet:')) throw new Error(text.slice(0, 200) || `status ${answer.status}`);
  return text;
}

function open(row) {
  opener = document.activeElement;
  const title = $('#get-name');
  title.replaceChildren(name($('.name bdi:last-child', row).textContent));
  say($('#copied'), '');
  $('ul', dialog).replaceChildren(...ways(row).map(([label, text, resolve]) => {
    const item = $('#get-row').content.firstElementChild.cloneNode(true);
    $('h3', item).textContent = label;
    $('code', item).textContent = text;
    $('button', item).setAttribute('aria-label', `Copy: ${label}`);
    $('button', item).addEventListener('click', () => copy(item, text, resolve));
    return item;
  }));
  dialog.showModal();
  $('li button', dialog).focus();
}

async function copy(item, text, resolve) {
  const button = $('button', item);
  try {
    if (resolve) {
      say($('#copied'), 'The server makes it…');
      text = await resolve();
      $('code', item).textContent = text;
    }
    await navigator.clipboard.writeText(text);
    all('[data-done]', dialog).forEach((other) => { delete other.dataset.done; other.textContent = 'Copy'; });
    button.dataset.done = '';
    button.textContent = 'Copied';
    say($('#copied'), 'Copied to the clipboard.');
  } catch (problem) {
    getSelection().selectAllChildren($('code', item));
    say($('#copied'), resolve && !(problem instanceof DOMException)
      ? `Not to be had: ${shown(problem.message)}`
      : 'The browser does not let this page copy; the text is selected.');
  }
}

$('.close', dialog).addEventListener('click', () => dialog.close());
dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
// The browser gives the focus back itself where it can, and tells of it later: by then a quick hand may be somewhere else.
dialog.addEventListener('close', () => { if (document.activeElement === document.body) opener?.focus(); });

// ---- The listing

function equip() {
  for (const row of all('.files li')) {
    const button = element('button', { type: 'button', 'aria-haspopup': 'dialog' }, 'Get');
    button.setAttribute('aria-label', `Get ${$('.name bdi:last-child', row).textContent}`);
    button.addEventListener('click', () => open(row));
    $('.ways', row).append(button);
  }
}

const search = $('#search');
let wanted = 0;
let pause = 0;

// The server renders the result; only the listing is taken out of it.
async function find() {
  const mine = ++wanted;
  const url = search.value.trim() ? `/?search=${encodeURIComponent(search.value.trim())}` : '/';
  const answer = await fetch(url);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (mine !== wanted || !$('#files', page)) return;
  $('#files').replaceWith(document.adoptNode($('#files', page)));
  document.title = page.title;
  history.replaceState(null, '', url);
  equip();
}

search.addEventListener('input', () => {
  clearTimeout(pause);
  pause = setTimeout(() => find().catch(() => {}), 180);
});

// ---- Keys

const names = () => all('.files .name');

function step(by) {
  const links = names();
  const here = links.findIndex((link) => link.closest('li').contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + by));
  links[next]?.focus();
  links[next]?.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  const typing = document.activeElement === search;
  const row = document.activeElement?.closest('.files li');
  const act = {
    ArrowDown: () => step(1),
    ArrowUp: () => (typing ? null : step(-1)),
    Escape: () => (typing ? search.blur() : null),
    ...(typing ? {} : {
      '/': () => { search.focus(); search.select(); },
      j: () => step(1),
      k: () => step(-1),
      Home: () => row && names()[0].focus(),
      End: () => row && names().at(-1).focus(),
      ArrowRight: () => row && open(row),
      ArrowLeft: () => $('#files .up a')?.click(),
    }),
  }[event.key];
  if (act && (row || typing || ['/', 'j', 'k', 'ArrowDown', 'ArrowUp', 'ArrowLeft'].includes(event.key))) {
    event.preventDefault();
    act();
  }
});
if (matchMedia('(hover: hover)').matches) $('.keys').hidden = false;

// ---- What is going on

function bar() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [key, value] of [['class', 'bar'], ['viewBox', '0 0 100 6'], ['preserveAspectRatio', 'none'], ['aria-hidden', 'true']]) {
    svg.setAttribute(key, value);
  }
  for (const part of ['peers', 'server']) {
    const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    rect.setAttribute('class', part);
    rect.setAttribute('width', part === 'peers' ? '100' : '0');
    rect.setAttribute('height', '6');
    svg.append(rect);
  }
  return svg;
}

function fill(svg, share) {
  $('rect.peers', svg).setAttribute('visibility', share === undefined ? 'hidden' : 'visible');
  $('rect.server', svg).setAttribute('width', ((share ?? 0) * 100).toFixed(2));
}

// Rows that stay are changed in place, so that what is focused stays focused.
function rows(list, items, key, make, update) {
  const old = new Map([...list.children].map((row) => [row.getAttribute(key), row]));
  items.forEach(([id, item], index) => {
    let row = old.get(id);
    if (!row) {
      row = make(item);
      row.setAttribute(key, id);
    }
    old.delete(id);
    update(row, item);
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
  old.forEach((row) => row.remove());
}

const fromHere = ({ serverShare, copies }) => serverShare === undefined ? ''
  : `${percent(serverShare)} from here, ${(copies ?? 0).toFixed(2)} copies`;

function showSwarms({ total: { figures: total }, swarms }) {
  say($('#share .big'), total.serverShare === undefined ? '–' : percent(1 - total.serverShare));
  say($('#share li.server span:last-child'), bytes(total.serverBytes));
  say($('#share li.peers span:last-child'), bytes(total.swarmBytes - total.serverBytes));
  fill($('#share .bar'), total.serverShare);
  const first = [...swarms]
    .sort((a, b) => b.figures.uploadRate - a.figures.uploadRate || b.figures.leechers - a.figures.leechers)
    .slice(0, SHOWN);
  rows($('#swarms'), first.map((swarm) => [swarm.infoHash, swarm]), 'data-hash', (swarm) => {
    const link = element('a', { class: 'name' }, name(swarm.name));
    link.href = `${torrentPrefix()}/${swarm.paths[0].split('/').map(encodeURIComponent).join('/')}`;
    return element('li', {}, link, element('span', { class: 'rate' }), bar(),
      element('span', { class: 'people' }), element('span', { class: 'part' }));
  }, (row, { figures }) => {
    say($('.rate', row), figures.uploadRate >= 1 ? `↑ ${bytes(figures.uploadRate)}/s` : '');
    fill($('.bar', row), figures.serverShare);
    say($('.people', row), people(figures));
    say($('.part', row), fromHere(figures));
  });
  $('#swarms + .nothing').hidden = swarms.length > 0;
  const live = new Map(swarms.map((swarm) => [swarm.infoHash, swarm.figures]));
  for (const row of all('.files li[data-hash]')) {
    const figures = live.get(row.dataset.hash);
    say($('.swarm', row), figures ? people(figures) : '');
  }
}

const torrentPrefix = () => $('#live').dataset.torrents;

function showJobs(jobs) {
  const open = jobs.filter((job) => job.state === 'hashing' || job.state === 'queued').slice(0, SHOWN);
  rows($('#jobs'), open.map((job) => [job.id, job]), 'data-job', (job) => element('li', {},
    element('span', { class: 'name' }, name(job.path)), element('span', { class: 'part' }),
    element('progress', { 'aria-label': 'Hashed' })), (row, job) => {
    const begun = job.state === 'hashing' && job.totalBytes > 0;
    say($('.part', row), begun ? `${percent(job.hashedBytes / job.totalBytes)} of ${bytes(job.totalBytes)}` : 'waiting');
    $('progress', row).max = Math.max(1, job.totalBytes);
    $('progress', row).value = job.hashedBytes;
  });
  $('#hashing').hidden = open.length === 0;
}

const rates = [];

function showStatus(status) {
  $('#state').dataset.ready = status.ready;
  say($('#state .words'), status.ready ? 'Ready' : shown(status.reason));
  const figures = {
    rate: `${bytes(status.traffic.uploadRate)}/s`,
    peers: grouped(status.counts.peers),
    torrents: grouped(status.counts.torrents),
    sent: bytes(status.traffic.peerBytes + status.traffic.fileBytes),
    up: duration(status.uptimeSeconds),
    memory: bytes(status.memory.heapBytes + status.memory.directBytes),
  };
  for (const [id, text] of Object.entries(figures)) say($(`[data-figure="${id}"]`), text);
  rates.push(status.traffic.uploadRate);
  if (rates.length > HISTORY) rates.shift();
  draw();
}

function draw() {
  const top = Math.max(...rates);
  $('#history').toggleAttribute('hidden', rates.length < 3 || top === 0);
  if (rates.length < 3 || top === 0) return;
  const wide = Math.max(rates.length, 20);
  const points = rates.map((rate, index) =>
    `${(120 * (index + wide - rates.length) / (wide - 1)).toFixed(1)} ${(29 - 27 * rate / top).toFixed(1)}`);
  $('#history .line').setAttribute('d', `M${points.join('L')}`);
  $('#history .area').setAttribute('d', `M${points[0].split(' ')[0]} 30L${points.join('L')}L120 30Z`);
}

async function json(path) {
  const answer = await fetch(`/api/v1/${path}`, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

let timer = 0;

async function refresh() {
  clearTimeout(timer);
  if (document.hidden) return;
  try {
    const [status, swarms, jobs] = await Promise.all([json('status'), json('swarms?limit=1000'), json('jobs?limit=50')]);
    showStatus(status);
    showSwarms(swarms);
    showJobs(jobs.jobs);
  } catch {
    $('#state').dataset.ready = false;
    say($('#state .words'), 'The server does not answer');
  }
  timer = setTimeout(refresh, POLL_MILLIS);
}

document.addEventListener('visibilitychange', refresh);
equip();
refresh();
