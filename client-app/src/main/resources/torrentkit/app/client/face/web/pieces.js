// The map of the pieces: a cell for each, or for several where there are too many.

import { $, count, grouped, say } from './text.js';

const GAP = 1;
const LARGEST = 14;
const SMALLEST = 6;
const TALLEST = 168;

const canvas = $('#pieces canvas');
let shape = null;
let current = null;

// Cells as large as fit, then several pieces a cell.
function layout(total, width) {
  for (let size = LARGEST; size >= SMALLEST; size--) {
    const columns = Math.max(1, Math.floor((width + GAP) / (size + GAP)));
    const rows = Math.floor((TALLEST + GAP) / (size + GAP));
    if (columns * rows >= total) return { size, columns, per: 1, cells: total };
    if (size === SMALLEST) {
      const per = Math.ceil(total / (columns * rows));
      return { size, columns, per, cells: Math.ceil(total / per) };
    }
  }
  return null;
}

export function show(torrent) {
  $('#pieces').hidden = torrent.total === 0;
  if (torrent.total === 0) return;
  current = torrent.result || torrent.over ? { ...torrent, underway: [] } : torrent;
  const width = canvas.parentNode.clientWidth - padding();
  shape = layout(torrent.total, width);
  const height = Math.ceil(shape.cells / shape.columns) * (shape.size + GAP) - GAP;
  const scale = devicePixelRatio;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const draw = canvas.getContext('2d');
  draw.setTransform(scale, 0, 0, scale, 0, 0);
  draw.clearRect(0, 0, width, height);
  paint(draw, current);
  canvas.setAttribute('aria-label', `${grouped(torrent.completed)} of ${count(torrent.total, 'piece')} verified`);
  $('#pieces .part').hidden = shape.per === 1;
}

function padding() {
  const style = getComputedStyle(canvas.parentNode);
  return parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
}

function paint(draw, torrent) {
  const style = getComputedStyle(document.documentElement);
  const [missing, have, underway] = ['--missing', '--have', '--underway'].map((name) => style.getPropertyValue(name));
  const busy = new Uint8Array(shape.cells);
  for (const index of torrent.underway) busy[Math.floor(index / shape.per)] = 1;
  for (let cell = 0; cell < shape.cells; cell++) {
    const from = cell * shape.per;
    const to = Math.min(torrent.total, from + shape.per);
    let done = 0;
    for (let index = from; index < to; index++) done += torrent.have[index];
    const left = cell % shape.columns * (shape.size + GAP);
    const above = Math.floor(cell / shape.columns) * (shape.size + GAP);
    draw.fillStyle = busy[cell] ? underway : missing;
    draw.fillRect(left, above, shape.size, shape.size);
    if (done > 0 && !(busy[cell] && shape.per === 1)) {
      const whole = done === to - from;
      draw.globalAlpha = whole ? 1 : 0.25 + 0.5 * done / (to - from);
      draw.fillStyle = busy[cell] ? underway : have;
      draw.fillRect(left, above, shape.size, shape.size);
      draw.globalAlpha = 1;
    }
  }
}

canvas.addEventListener('pointermove', (event) => {
  if (!shape) return;
  const box = canvas.getBoundingClientRect();
  const column = Math.floor((event.clientX - box.left) / (shape.size + GAP));
  const cell = Math.floor((event.clientY - box.top) / (shape.size + GAP)) * shape.columns + column;
  if (column >= shape.columns || cell < 0 || cell >= shape.cells) {
    say($('#piece'), '');
    return;
  }
  const from = cell * shape.per;
  const to = Math.min(current.total, from + shape.per);
  const done = current.have.slice(from, to).reduce((sum, one) => sum + one, 0);
  const busy = current.underway.some((index) => index >= from && index < to);
  const single = busy ? 'under way' : done ? 'verified' : 'missing';
  say($('#piece'), shape.per === 1
    ? `piece ${grouped(from)}: ${single}`
    : `pieces ${grouped(from)} to ${grouped(to - 1)}: ${done} of ${to - from} verified`);
});

canvas.addEventListener('pointerleave', () => say($('#piece'), ''));
