// The throughput over time, as a curve of the download with an area below it, and one of the upload.

import { $, all, clock, duration, element, rate, say, shortRate } from './text.js';

const WIDTH = 1000;
const HEIGHT = 100;
const LINES = 4;
const LATER_THAN_ANY_START = 1e11; // so many milliseconds since 1970 are a date, fewer are time since a start

const svg = $('#throughput svg');
let points = [];
let top = 1;
let first = 0;
let last = 1;

const x = (millis) => WIDTH * (millis - first) / (last - first);
const y = (value) => HEIGHT - HEIGHT * value / top;
const path = (index) => points.map((point) => `${x(point[0]).toFixed(1)} ${y(point[index]).toFixed(2)}`).join('L');

export function show(torrent) {
  points = torrent.rates;
  $('#throughput').hidden = points.length < 2;
  if (points.length < 2) return;
  first = points[0][0];
  last = Math.max(points.at(-1)[0], first + 1);
  top = ceiling(Math.max(...points.map((point) => Math.max(point[1], point[2]))));
  const down = path(1);
  $('.line', svg).setAttribute('d', `M${down}`);
  $('.area', svg).setAttribute('d', `M0 ${HEIGHT}L${down}L${WIDTH} ${HEIGHT}Z`);
  $('path.up', svg).setAttribute('d', `M${path(2)}`);
  grid();
  const [from, to] = all('.times span');
  say(from, time(first));
  say(to, time(last));
}

// A number of bytes whose quarters are round in the units that people read.
function ceiling(value) {
  let unit = 1;
  while (value / unit >= 1000) unit *= 1024;
  const steps = [4, 8, 12, 16, 20, 40, 60, 80, 120, 160, 200, 400, 600, 800, 1000];
  return unit * (steps.find((step) => step >= value / unit) ?? 1024);
}

function grid() {
  if (svg.dataset.top === String(top)) return;
  svg.dataset.top = top;
  const values = Array.from({ length: LINES }, (_, index) => top * (LINES - index) / LINES);
  $('.grid', svg).replaceChildren(...values.map((value) => {
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    line.setAttribute('x2', WIDTH);
    line.setAttribute('y1', y(value));
    line.setAttribute('y2', y(value));
    return line;
  }));
  $('#throughput .scale').replaceChildren(...values.map((value) => element('li', {}, shortRate(value))));
}

const time = (millis) => (millis > LATER_THAN_ANY_START ? clock(millis) : duration(millis / 1000));

// ---- What it was where one points

const cursor = $('.cursor', svg);

svg.addEventListener('pointermove', (event) => {
  if (points.length < 2) return;
  const box = svg.getBoundingClientRect();
  const wanted = first + (last - first) * (event.clientX - box.left) / box.width;
  const nearest = points.reduce((best, point) => (Math.abs(point[0] - wanted) < Math.abs(best[0] - wanted) ? point : best));
  cursor.setAttribute('visibility', 'visible');
  cursor.setAttribute('x1', x(nearest[0]));
  cursor.setAttribute('x2', x(nearest[0]));
  say($('#at'), `${time(nearest[0])}: ↓ ${rate(nearest[1])}, ↑ ${rate(nearest[2])}`);
});

svg.addEventListener('pointerleave', () => {
  cursor.setAttribute('visibility', 'hidden');
  say($('#at'), '');
});
