// What is known of a run, put together from the messages of the feed.

const MAX_OF_PIECES = 200;
const MAX_OTHERS = 500;
const MAX_RATES = 1200;

export const torrents = new Map();
let run = null;
let notes = []; // events of the run as a whole

export const ofRun = () => notes;

export function take(message) {
  if (message.run !== run) {
    run = message.run;
    notes = [];
    torrents.clear();
  }
  if (message.notes) notes = message.notes;
  if (message.newNotes) notes = kept([...notes, ...message.newNotes]);
  if (message.torrent === undefined) return; // there is none yet
  const before = message.whole ? undefined : torrents.get(message.torrent);
  const torrent = { ...message, ...grown(before, message) };
  torrents.set(message.torrent, torrent);
}

function grown(before, message) {
  const have = before ? before.have : bits(message.have ?? '', message.total);
  for (const index of message.newly ?? []) have[index] = 1;
  const log = kept([...(before?.log ?? []), ...message.log]);
  return { have, log, logged: (before?.logged ?? 0) + message.log.length, rates: thin([...(before?.rates ?? []), ...message.rates]) };
}

export const isOfPiece = (entry) => entry.type === 'started' || entry.type === 'completed';

// Events of pieces are so many that they have a share of their own.
function kept(log) {
  let ofPieces = log.filter(isOfPiece).length;
  let others = log.length - ofPieces;
  if (ofPieces <= MAX_OF_PIECES && others <= MAX_OTHERS) return log;
  return log.filter((entry) => (isOfPiece(entry) ? ofPieces-- <= MAX_OF_PIECES : others-- <= MAX_OTHERS));
}

// One byte a piece, from base64 of bits, the lowest first.
function bits(base64, total) {
  const packed = atob(base64);
  const pieces = new Uint8Array(total);
  for (let index = 0; index < total && index >> 3 < packed.length; index++) {
    pieces[index] = packed.charCodeAt(index >> 3) >> (index & 7) & 1;
  }
  return pieces;
}

function thin(rates) {
  if (rates.length <= MAX_RATES) return rates;
  const half = [];
  for (let i = 0; i + 1 < rates.length; i += 2) {
    half.push([rates[i + 1][0], (rates[i][1] + rates[i + 1][1]) / 2, (rates[i][2] + rates[i + 1][2]) / 2]);
  }
  if (rates.length % 2 === 1) half.push(rates.at(-1));
  return half;
}
