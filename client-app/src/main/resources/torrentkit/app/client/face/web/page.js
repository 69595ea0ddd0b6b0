// Follows the run over a WebSocket and shows it. Connects again when the connection is lost, until the run is over.

import { $, bytes, count, duration, element, grouped, outside, percent, rate, say, shown } from './text.js';
import { ofRun, take, torrents } from './state.js';
import * as chart from './chart.js';
import * as log from './log.js';
import * as peers from './peers.js';
import * as pieces from './pieces.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;

const PHASES = {
  checking: 'Looking at what is there already',
  downloading: 'Downloading',
  finishing: 'Writing the rest to disk',
  complete: 'Complete',
  failed: 'Failed',
};

const LIMITS = {
  'no peers': 'Nobody is connected.',
  'peers choke us': 'The peers let others go first, or have nothing that is missing here.',
  origin: 'Nearly everything comes from one complete peer, as fast as that can or will.',
  'rate limit': 'The rate limit of this run holds it back.',
  disk: 'The disk is slower than the network.',
  hash: 'Checking pieces takes longer than fetching them.',
  network: 'The links between the peers and here are in full use.',
};

const NO_TORRENT = { torrent: '', logged: 0, log: [] };

let chosen = null;
let over = false;
let pause = FIRST_PAUSE;
let waiting = false;

// ---- The connection

function follow() {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/events`);
  socket.addEventListener('message', (event) => {
    const message = JSON.parse(event.data);
    take(message);
    over = message.over;
    pause = FIRST_PAUSE;
    const ended = over || message.ended;
    state(ended ? 'over' : 'live', ended ? 'The run is over' : 'Live');
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(show);
    }
  });
  socket.addEventListener('close', () => {
    if (over) return;
    state('lost', 'The connection is lost; trying again…');
    setTimeout(follow, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  });
}

function state(name, words) {
  $('#state').dataset.state = name;
  say($('#state .words'), words);
}

// ---- What there is to see

function show() {
  waiting = false;
  $('main').hidden = false;
  $('main').dataset.torrents = torrents.size;
  if (torrents.size === 0) {
    log.show(NO_TORRENT, ofRun());
    return;
  }
  if (!torrents.has(chosen)) chosen = torrents.keys().next().value;
  const torrent = torrents.get(chosen);
  list();
  progress(torrent);
  figures(torrent);
  chart.show(torrent);
  pieces.show(torrent);
  peers.show(torrent);
  log.show(torrent, ofRun());
}

const done = (torrent) => [torrent.completed, torrent.total];

function phase(torrent) {
  if (torrent.result) return torrent.result.code === 0 ? 'complete' : 'failed';
  return torrent.phase ?? (torrent.total === 0 ? '' : torrent.completed < torrent.total ? 'downloading' : 'complete');
}

function list() {
  $('#torrents').hidden = torrents.size < 2;
  if (torrents.size < 2) return;
  const items = $('#torrents ul');
  const old = new Map([...items.children].map((item) => [item.dataset.torrent, item]));
  for (const torrent of torrents.values()) {
    const item = old.get(torrent.torrent) ?? torrentItem(torrent.torrent);
    old.delete(torrent.torrent);
    if (item.parentNode === null) items.append(item);
    say($('bdi', item), shown(torrent.name) || 'name not known yet');
    say($('.part', item), percent(...done(torrent)));
    $('progress', item).value = share(torrent);
    item.dataset.phase = phase(torrent);
    $('button', item).setAttribute('aria-pressed', torrent.torrent === chosen);
  }
  old.forEach((item) => item.remove());
}

function torrentItem(id) {
  const button = element('button', { type: 'button' }, outside(''), element('span', { class: 'part' }),
    element('progress', { max: 1, 'aria-label': 'Done' }));
  button.addEventListener('click', () => {
    chosen = id;
    show();
  });
  const item = element('li', {}, button);
  item.dataset.torrent = id;
  return item;
}

const share = (torrent) => {
  const [part, whole] = done(torrent);
  return whole > 0 ? part / whole : 0;
};

function progress(torrent) {
  const name = shown(torrent.name) || 'A torrent whose name is not known yet';
  if ($('#name').textContent !== name) $('#name').replaceChildren(outside(name));
  const part = percent(...done(torrent));
  document.title = `${part} ${name}`;
  say($('#percent'), torrent.total > 0 ? part : '–');
  say($('#phase'), PHASES[phase(torrent)] ?? shown(phase(torrent)));
  say($('#amount'), amount(torrent));
  $('#bar').value = share(torrent);
  $('#progress').dataset.phase = phase(torrent);
  $('#result').hidden = !torrent.result;
  if (torrent.result) {
    say($('#result'), shown(torrent.result.text));
    $('#result').dataset.code = torrent.result.code;
  }
  say($('#limit'), torrent.result || !torrent.bottleneck ? '' : limit(torrent.bottleneck));
}

function amount(torrent) {
  if (torrent.total === 0) return '';
  const all = torrent.completed >= torrent.total;
  const inPieces = all ? count(torrent.total, 'piece') : `${grouped(torrent.completed)} of ${count(torrent.total, 'piece')}`;
  if (torrent.totalBytes === undefined || torrent.verifiedBytes === undefined) return inPieces;
  return `${all ? bytes(torrent.totalBytes) : `${bytes(torrent.verifiedBytes)} of ${bytes(torrent.totalBytes)}`}, ${inPieces}`;
}

const limit = (name) => LIMITS[name.toLowerCase().replaceAll(/[_-]/g, ' ')] ?? `Limited by: ${shown(name)}`;

function figures(torrent) {
  const known = torrent.received !== undefined;
  const going = !torrent.result && !torrent.ended && !over;
  const texts = {
    down: going && torrent.downloadRate !== undefined ? rate(torrent.downloadRate) : '–',
    up: !torrent.ended && !over && torrent.uploadRate !== undefined ? rate(torrent.uploadRate) : '–',
    left: left(torrent, going),
    peers: grouped(torrent.connected),
    received: bytes(known ? torrent.received : torrent.completedBytes),
    sent: known ? bytes(torrent.sent) : '–',
    wasted: known ? bytes(torrent.wasted) : '–',
    refused: grouped(torrent.refused),
  };
  for (const [id, text] of Object.entries(texts)) say($(`[data-figure="${id}"]`), text);
  $('#figures').dataset.refused = torrent.refused > 0;
}

function left(torrent, going) {
  const missing = (torrent.totalBytes ?? 0) * (1 - share(torrent));
  return going && missing > 0 && torrent.downloadRate >= 1 ? duration(missing / torrent.downloadRate) : '–';
}

const again = () => $('main').hidden || show();
log.onChange(again);
peers.onChange(again);
new ResizeObserver(again).observe($('main'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
follow();
