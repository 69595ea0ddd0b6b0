// The table of the peers, in the order that its heads choose. Those that are gone always stand last.

import { $, bytes, element, grouped, outside, percent, rate, say, shown } from './text.js';

const PAUSE = 2000; // between changes of the order, so that one can read it
const WORDS = { connected: 'connected', downloading: 'downloading', finished: 'finished', terminated: 'gone' };
const ORDER = ['downloading', 'finished', 'connected', 'terminated'];

const flow = (number) => (number >= 1 ? rate(number) : '');
const natural = new Intl.Collator('en', { numeric: true });

// id, head, what is sorted by, what is shown; numbers begin with the largest
const COLUMNS = [
  ['peer', 'Peer', (peer) => peer.peer, null],
  ['client', 'Client', (peer) => peer.client ?? '', (peer) => shown(peer.client ?? '')],
  ['status', 'Status', (peer) => ORDER.indexOf(peer.status), (peer) => WORDS[peer.status] ?? shown(peer.status)],
  ['piece', 'Piece', (peer) => peer.piece ?? -1, (peer) => (peer.piece === null ? '' : grouped(peer.piece))],
  ['downloaded', 'Downloaded', (peer) => peer.downloaded, (peer) => bytes(peer.downloaded)],
  ['down', '↓ Rate', (peer) => peer.downloadRate ?? 0, (peer) => flow(peer.downloadRate ?? 0)],
  ['up', '↑ Rate', (peer) => peer.uploadRate ?? 0, (peer) => flow(peer.uploadRate ?? 0)],
  ['has', 'Has', (peer) => peer.has ?? -1, (peer, total) => (peer.has === undefined ? '' : percent(peer.has, total))],
  ['flags', 'Flags', (peer) => peer.flags ?? '', (peer) => shown(peer.flags ?? '')],
];

const FLAGS = {
  D: 'it sends to us',
  d: 'we would like it to send',
  K: 'it would send, but has nothing that we lack',
  U: 'we send to it',
  u: 'it would like us to send',
  '?': 'we would send, but it lacks nothing',
  I: 'it connected to us',
  C: 'it is complete',
};

const body = $('#peers tbody');
let by = 'downloaded';
let ascending = false;
let changed = () => {};
let orderedAt = -Infinity;

export const onChange = (then) => { changed = then; };

const heads = new Map(COLUMNS.map(([id, head]) => {
  const button = element('button', { type: 'button' }, head);
  const cell = element('th', { class: id, scope: 'col' }, button);
  button.addEventListener('click', () => choose(id));
  return [id, cell];
}));
$('#peers thead tr').append(...heads.values());

function choose(id) {
  const byText = ['peer', 'client', 'flags', 'status'].includes(id);
  ascending = id === by ? !ascending : byText;
  by = id;
  orderedAt = -Infinity;
  changed();
}

function sorted(list) {
  const value = COLUMNS.find(([id]) => id === by)[2];
  const gone = (peer) => Number(peer.status === 'terminated');
  return [...list].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    const order = typeof one === 'string' ? natural.compare(one, other) : one - other;
    return gone(a) - gone(b) || (ascending ? order : -order) || natural.compare(a.peer, b.peer);
  });
}

export function show(torrent) {
  heads.forEach((cell, id) => cell.setAttribute('aria-sort', id !== by ? 'none' : ascending ? 'ascending' : 'descending'));
  const gone = torrent.seen - torrent.connected;
  say($('#people'), `${grouped(torrent.connected)} connected${gone > 0 ? `, ${grouped(gone)} gone` : ''}`);
  $('#peers .nothing').hidden = torrent.peers.length > 0;
  $('#peers table').hidden = torrent.peers.length === 0;
  const now = performance.now();
  const fresh = torrent.peers.length !== body.children.length || body.dataset.torrent !== torrent.torrent;
  const reorder = fresh || now - orderedAt >= PAUSE;
  if (reorder) orderedAt = now;
  body.dataset.torrent = torrent.torrent;
  const old = new Map([...body.children].map((row) => [row.dataset.peer, row]));
  const list = reorder ? sorted(torrent.peers) : torrent.peers;
  list.forEach((peer, index) => {
    const row = old.get(peer.peer) ?? newRow(peer);
    old.delete(peer.peer);
    update(row, peer, torrent.total);
    if (!row.parentNode || (reorder && body.children[index] !== row)) body.insertBefore(row, body.children[index] ?? null);
  });
  old.forEach((row) => row.remove());
}

function newRow(peer) {
  const row = element('tr', {}, ...COLUMNS.map(([id]) => element('td', { class: id })));
  row.dataset.peer = peer.peer;
  $('.peer', row).append(outside(peer.peer), element('span', { class: 'sub' }, outside('')));
  return row;
}

function update(row, peer, total) {
  row.dataset.status = peer.status;
  COLUMNS.forEach(([, , , text], index) => {
    if (text) say(row.children[index], text(peer, total));
  });
  const flags = [...peer.flags ?? ''].map((letter) => FLAGS[letter] && `${letter}: ${FLAGS[letter]}`).filter(Boolean).join('\n');
  if ($('.flags', row).title !== flags) $('.flags', row).title = flags;
  say($('.sub bdi', row), shown(peer.client ?? ''));
}
