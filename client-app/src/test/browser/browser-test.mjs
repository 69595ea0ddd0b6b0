// Drives the pages of the runs that PageStage makes up: node browser-test.mjs FILE-WITH-THE-STAGE DIRECTORY-FOR-SCREENSHOTS
// Says for each case whether it holds, and ends with 1 when one does not.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [stageFile, screenshots] = process.argv.slice(2);
const { pages, control, hostile } = JSON.parse(readFileSync(stageFile, 'utf8'));
mkdirSync(screenshots, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const version = browser.version();
const desktop = { viewport: { width: 1360, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
let failed = 0;

// One case, in a browser of its own. Whatever a page may never do fails every case: dialogs, errors, breaches of its policy,
// requests to anybody else.
async function holds(name, options, scene, test) {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options });
  const breaches = [];
  context.on('dialog', (dialog) => { breaches.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  context.on('weberror', (problem) => breaches.push(`an error: ${problem.error()}`));
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) breaches.push(`the console: ${message.text()}`);
  });
  const own = new URL(pages[scene]).host;
  context.on('request', (request) => {
    if (new URL(request.url()).host !== own) breaches.push(`a request to ${request.url()}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const shoot = (label, fullPage = false) => page.screenshot({ path: join(screenshots, `${label}.png`), fullPage });
  try {
    await test(page, shoot, breaches);
    assert.deepEqual(breaches, []);
    console.log(`ok: ${name}`);
  } catch (problem) {
    failed++;
    console.log(`FAILED: ${name}: ${problem.stack}`);
    await page.screenshot({ path: join(screenshots, `failed-${failed}.png`) }).catch(() => {});
  } finally {
    await context.close();
  }
}

const shown = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD');
const text = (page, selector) => page.locator(selector).first().textContent();
const texts = (page, selector) => page.locator(selector).allTextContents();
const says = (page, selector, words) =>
  page.waitForFunction(([where, what]) => document.querySelector(where)?.textContent === what, [selector, words]);

async function open(page, scene) {
  await page.goto(pages[scene]);
  await says(page, '#state .words', 'Live');
  await page.waitForSelector('main:not([hidden])');
}

const completed = async (page) => Number(/([\d,]+)(?: of [\d,]+)? pieces/.exec(await text(page, '#amount'))[1].replace(',', ''));

// How many of the map's pixels have the colour that a variable names.
const coloured = (page, variable) => page.evaluate((name) => {
  const map = document.querySelector('#pieces canvas');
  const canvas = new OffscreenCanvas(map.width, map.height);
  const draw = canvas.getContext('2d', { willReadFrequently: true });
  draw.drawImage(map, 0, 0);
  draw.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
  const [red, green, blue] = /#(..)(..)(..)/.exec(draw.fillStyle).slice(1).map((part) => parseInt(part, 16));
  const { data } = draw.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) count += data[i] === red && data[i + 1] === green && data[i + 2] === blue;
  return count / data.length * 4;
}, variable);

await holds('shows a run as it goes on', desktop, 'live', async (page, shoot) => {
  await open(page, 'live');
  assert.equal(await text(page, 'h1'), 'debian-13.2.0-amd64-DVD-1.iso');
  assert.equal(await text(page, '#phase'), 'Downloading');
  const before = await completed(page);
  await page.waitForFunction((old) => Number(/([\d,]+) of/.exec(/, (.*)/.exec(document.querySelector('#amount').textContent)[1])[1].replace(',', '')) > old, before);
  assert.match(await page.title(), /^\d+ % debian/);
  assert.match(await text(page, '[data-figure=down]'), /^[\d.]+ [KM]iB\/s$/);
  assert.match(await text(page, '[data-figure=left]'), /^\d+ min \d+ s$/);
  assert.equal(await text(page, '[data-figure=peers]'), '13');
  assert.match(await text(page, '#limit'), /\.$/);
  const line = await page.locator('#throughput .line').getAttribute('d');
  await page.waitForFunction((old) => document.querySelector('#throughput .line').getAttribute('d') !== old, line);
  const [have, underway, missing] = [await coloured(page, '--have'), await coloured(page, '--underway'), await coloured(page, '--missing')];
  assert.ok(have > 0.3 && missing > 0.1 && underway > 0, `${have} ${underway} ${missing}`);
  await shoot('desktop');
  await shoot('desktop-whole', true);
});

await holds('tells what is under the pointer', desktop, 'live', async (page) => {
  await open(page, 'live');
  await page.hover('#pieces canvas', { position: { x: 4, y: 4 } });
  await says(page, '#piece', 'piece 0: verified');
  await page.hover('#throughput svg', { position: { x: 300, y: 60 } });
  await page.waitForFunction(() => /^[\d:]+: ↓ [\d.]+ \w+\/s, ↑ [\d.]+ \w+\/s$/.test(document.querySelector('#at').textContent));
});

await holds('sorts peers, and those that are gone stand last', desktop, 'live', async (page) => {
  await open(page, 'live');
  const column = (id) => texts(page, `#peers td.${id}`);
  const clients = async () => (await column('client')).slice(0, 13);
  await page.click('#peers th.client button');
  assert.equal(await page.locator('#peers th.client').getAttribute('aria-sort'), 'ascending');
  assert.deepEqual(await clients(), [...await clients()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  await page.click('#peers th.client button');
  assert.equal(await page.locator('#peers th.client').getAttribute('aria-sort'), 'descending');
  assert.equal((await clients())[0], 'Transmission 4.1.0');
  assert.equal(await page.locator('#peers tr').last().getAttribute('data-status'), 'terminated');
  await page.click('#peers th.peer button');
  assert.equal((await column('peer'))[0].startsWith('['), true);
  assert.equal(await page.locator('#peers tr').last().getAttribute('data-status'), 'terminated');
  assert.equal(await page.locator('#peers td.status').last().textContent(), 'gone');
});

await holds('lists events, those of pieces when wanted', desktop, 'live', async (page) => {
  await open(page, 'live');
  const events = () => texts(page, '#log li');
  assert.ok((await events()).some((event) => /is gone: it has not sent anything for two minutes\.$/.test(event)));
  assert.ok(!(await events()).some((event) => /is verified/.test(event)));
  await page.check('#with-pieces');
  await page.waitForFunction(() => /is verified\.$/.test(document.querySelector('#log').textContent.replace(/begins piece [\d,]+\.$/, '')) || [...document.querySelectorAll('#log li')].some((item) => /Piece [\d,]+ from .* is verified\.$/.test(item.textContent)));
  assert.ok((await events()).length <= 200);
});

await holds('is dark where that is preferred', { ...desktop, colorScheme: 'dark' }, 'dark', async (page, shoot) => {
  await open(page, 'dark');
  const light = (color) => color.match(/\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b);
  const [ground, ink] = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
  assert.ok(light(ground) < 120 && light(ink) > 600, `${ink} on ${ground}`);
  assert.ok(await coloured(page, '--have') > 0.3);
  await shoot('dark');
});

await holds('fits on a phone', phone, 'phone', async (page, shoot) => {
  await open(page, 'phone');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
  assert.ok(await page.evaluate(() => document.querySelector('#peers .scroll').scrollWidth <= innerWidth), 'the table scrolls sideways');
  await shoot('phone', true);
});

await holds('shows how it ended', desktop, 'finished', async (page, shoot) => {
  await open(page, 'finished');
  assert.equal(await text(page, '#percent'), '100 %');
  assert.equal(await text(page, '#phase'), 'Complete');
  assert.match(await text(page, '#result'), /^Download complete: /);
  assert.equal(await text(page, '[data-figure=down]'), '–');
  assert.ok(await coloured(page, '--missing') === 0);
  await shoot('finished');
});

await holds('says that the run is over, and rests', desktop, 'ending', async (page, shoot) => {
  let sockets = 0;
  page.on('websocket', () => { sockets++; });
  await open(page, 'ending');
  await page.evaluate(() => { window.pauses = 0; const later = setTimeout; window.setTimeout = (...all) => { window.pauses++; return later(...all); }; });
  await fetch(`${control}end/ending`);
  await says(page, '#state .words', 'The run is over');
  assert.match(await text(page, '#result'), /^Download complete: /);
  assert.equal(await page.evaluate(() => window.pauses), 0);
  assert.equal(sockets, 1);
  await shoot('over');
});

await holds('comes back when the connection is lost', desktop, 'live', async (page, shoot) => {
  const routes = [];
  await page.routeWebSocket('**/events', (route) => {
    route.connectToServer();
    routes.push(route);
  });
  await open(page, 'live');
  const before = await completed(page);
  await routes[0].close({ code: 1011 });
  await says(page, '#state .words', 'The connection is lost; trying again…');
  await says(page, '#state .words', 'Live');
  assert.equal(routes.length, 2);
  assert.ok(await completed(page) >= before);
});

await holds('begins anew with another run', desktop, 'live', async (page) => {
  const message = (run, name) => JSON.stringify({ run, name, torrent: name, completed: 1, total: 2, whole: true, have: 'AQ==', over: false,
    peers: [{ peer: '192.0.2.1:1', status: 'connected', piece: null, downloaded: 0 }], underway: [], rates: [], log: [], connected: 1, seen: 1,
    completedBytes: 0, refused: 0 });
  let feed;
  await page.routeWebSocket('**/events', (route) => { feed = route; route.send(message('a', 'first')); });
  await page.goto(pages.live);
  await says(page, 'h1', 'first');
  feed.send(message('a', 'second'));
  await page.waitForFunction(() => document.querySelectorAll('#torrents li').length === 2);
  feed.send(message('b', 'third'));
  await says(page, 'h1', 'third');
  assert.equal(await page.locator('#torrents').isHidden(), true);
});

await holds('shows hostile texts as text', desktop, 'hostile', async (page, shoot) => {
  await open(page, 'hostile');
  const names = await texts(page, '#peers td.client');
  const events = await texts(page, '#log li span');
  for (const each of hostile) {
    assert.ok(names.includes(shown(each)), each);
    assert.ok(events.includes(shown(each)), each);
  }
  assert.equal(await text(page, 'h1'), shown(hostile[0] + hostile[4]));
  assert.equal(await page.locator('main img, #injected, main script, iframe').count(), 0);
  assert.equal(await text(page, '#phase'), 'Failed');
  assert.ok(!/[\p{Cc}\p{Cf}\u2028\u2029]/u.test((await page.evaluate(() => document.body.innerText)).replaceAll(/[\n\t]/g, '')));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
  await shoot('hostile');
});

await holds('stays usable with many peers and pieces', desktop, 'many', async (page, shoot) => {
  await open(page, 'many');
  assert.equal(await page.locator('#peers tbody tr').count(), 230);
  assert.match(await text(page, '#people'), /^209 connected, 21 gone$/);
  await page.click('#peers th.status button');
  await page.hover('#pieces canvas', { position: { x: 4, y: 4 } });
  await page.waitForFunction(() => /^pieces 0 to \d+: (\d+) of \1 verified$/.test(document.querySelector('#piece').textContent));
  await shoot('many');
});

await holds('shows several torrents, one at a time', desktop, 'several', async (page, shoot) => {
  await open(page, 'several');
  await page.waitForFunction(() => document.querySelectorAll('#torrents li').length === 4); // each comes in a message of its own
  await shoot('several');
  await page.click('#torrents >> text=Königstuhl');
  await says(page, '#phase', 'Failed');
  assert.match(await text(page, '#result'), /^Nothing arrived/);
  await page.click('#torrents >> text=common-crawl');
  await says(page, 'h1', 'common-crawl-2026-40.tar.zst');
  assert.equal(await page.locator('#torrents [aria-pressed=true]').count(), 1);
});

await holds('shows what an old record tells', desktop, 'old', async (page, shoot) => {
  await open(page, 'old');
  await page.waitForSelector('#throughput:not([hidden])');
  assert.match(await text(page, '#amount'), /^\d+ (of 300 )?pieces$/);
  assert.equal(await page.locator('#peers tbody tr').count(), 4);
  await shoot('old');
});

await holds('shows what there is before there is a torrent', desktop, 'empty', async (page, shoot) => {
  await open(page, 'empty');
  assert.match(await text(page, '#log li span'), /magnet/);
  assert.equal(await page.locator('#peers').isVisible(), false);
  await shoot('empty');
});

await holds('sends what simple clients know', desktop, 'several', async (page) => {
  await open(page, 'several');
  const message = await page.evaluate(() => new Promise((done) => {
    const socket = new WebSocket(`ws://${location.host}/events`);
    socket.onmessage = (event) => { done(JSON.parse(event.data)); socket.close(); };
  }));
  assert.equal(message.name, 'debian-13.2.0-amd64-netinst.iso');
  assert.equal(message.total, 790);
  assert.ok(message.completed > 0);
  for (const peer of message.peers) {
    assert.match(peer.peer, /^[\d.]+:\d+$|^\[[\da-f:]+\]:\d+$/);
    assert.ok(['connected', 'downloading', 'finished', 'terminated'].includes(peer.status));
    assert.ok(Number.isInteger(peer.piece) && Number.isInteger(peer.downloaded));
  }
});

await holds('lets no page of elsewhere follow', desktop, 'old', async (page, shoot, breaches) => {
  await open(page, 'old');
  await page.goto('about:blank');
  const outcome = await page.evaluate((address) => new Promise((done) => {
    const socket = new WebSocket(address);
    socket.onopen = () => done('open');
    socket.onclose = () => done('refused');
  }), `${pages.live.replace('http', 'ws')}events`);
  assert.equal(outcome, 'refused');
  breaches.splice(0); // the browser says on its console, too, that it was refused
});

await holds('lets nothing of elsewhere run', desktop, 'live', async (page, shoot, breaches) => {
  const answer = await page.goto(pages.live);
  const policy = answer.headers()['content-security-policy'];
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
    assert.ok(policy.includes(part), policy);
  }
  await says(page, '#state .words', 'Live');
  assert.deepEqual(breaches, []);
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.match(breaches.splice(0).join(), /Content Security Policy/); // so that a breach of it would have been seen above
});

await browser.close();
console.log(`${failed} failed, in Chromium ${version}`);
process.exit(failed ? 1 : 0);
