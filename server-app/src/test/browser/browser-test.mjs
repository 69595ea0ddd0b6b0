// Drives the page of a server that PageStage furnished: node browser-test.mjs URL DIRECTORY-FOR-SCREENSHOTS FILE-WITH-HOSTILE-NAMES
// Says for each case whether it holds, and ends with 1 when one does not.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, screenshots, namesFile] = process.argv.slice(2);
const hostile = JSON.parse(readFileSync(namesFile, 'utf8'));
mkdirSync(screenshots, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const version = browser.version();
const desktop = { viewport: { width: 1360, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
let failed = 0;

// One case, in a browser of its own. Whatever a page may never do fails every case: dialogs, errors, breaches of its policy.
async function holds(name, options, test) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const breaches = [];
  context.on('dialog', (dialog) => { breaches.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  context.on('weberror', (problem) => breaches.push(`an error: ${problem.error()}`));
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) breaches.push(`the console: ${message.text()}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  try {
    await test(page, (label) => page.screenshot({ path: join(screenshots, `${label}.png`) }), breaches);
    assert.deepEqual(breaches, []);
    console.log(`ok: ${name}`);
  } catch (problem) {
    failed++;
    console.log(`FAILED: ${name}: ${problem.message}`);
    await page.screenshot({ path: join(screenshots, `failed-${failed}.png`) }).catch(() => {});
  } finally {
    await context.close();
  }
}

const names = (page) => page.locator('.files .name').allTextContents();
const shown = (name) => name.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '_');
const ready = (page) => page.waitForSelector('.files .ways button');
const lists = (page, name) => page.waitForSelector(`.files .name >> text=${name}`);
const text = (page, selector) => page.locator(selector).first().textContent();

// The words that a shell would make of a line with single quotes.
const shellWords = (line) => execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`]).toString().split('\0').slice(0, -1);

// Looks at the page itself: what becomes of single attempts to load it is the browser's affair.
const isAt = (page, address) => page.waitForFunction((where) => location.href === where, address);

// What it says now, and what it says once that is something else.
async function changes(page, selector) {
  const before = await text(page, selector);
  await page.waitForFunction(([where, old]) => document.querySelector(where)?.textContent !== old, [selector, before]);
  return [before, await text(page, selector)];
}

await holds('lists, goes into directories and back', desktop, async (page, shoot) => {
  await page.goto(url);
  await ready(page);
  assert.deepEqual(await names(page),
    ['builds', 'checksums.txt', 'datasets', 'empty', 'hostile', 'images', 'many', 'models', 'release notes.md', 'rootfs.img']);
  await page.mouse.move(300, 196);
  await shoot('desktop');
  await page.click('text=datasets');
  await page.click('.files .name >> text=2026');
  await page.click('.files .name >> text=q3');
  await lists(page, 'night sky');
  assert.deepEqual(await names(page), ['night sky – Königstuhl.fits']);
  assert.deepEqual(await page.locator('nav[aria-label=Path] li').allTextContents(), ['All files', 'datasets', '2026', 'q3']);
  await page.click('nav[aria-label=Path] >> text=datasets');
  await lists(page, 'common-crawl-2026-40.tar.zst');
  await page.goto(`${url}?path=empty`);
  assert.equal(await text(page, '#files .nothing'), 'Nothing lies here.');
});

await holds('shows a long directory in parts', desktop, async (page) => {
  await page.goto(`${url}?path=many`);
  assert.equal((await names(page)).length, 500);
  await page.click('a[rel=next]');
  await lists(page, 'part-0619');
  assert.deepEqual((await names(page)).slice(-1), ['part-0619']);
  assert.equal((await names(page)).length, 120);
  await page.click('a[rel=first]');
  await lists(page, 'part-0499');
  assert.equal((await names(page))[0], 'part-0000');
});

await holds('finds while one types, and by address', desktop, async (page, shoot) => {
  await page.goto(url);
  await ready(page);
  await page.keyboard.press('/');
  await page.keyboard.type('DEBIAN arm');
  await page.waitForFunction(() => document.querySelectorAll('.files li').length === 1);
  assert.deepEqual(await names(page), ['images/debian-13-arm64-netinst.iso']);
  assert.equal(page.url(), `${url}?search=DEBIAN%20arm`);
  assert.equal(await page.locator('.files .ways button').count(), 1);
  await shoot('search');
  await page.reload();
  assert.equal(await page.inputValue('#search'), 'DEBIAN arm');
  await page.goto(`${url}?search=nothing+like+it`);
  assert.equal(await text(page, '#files .nothing'), 'No file has this in its path.');
});

await holds('copies command lines and links', desktop, async (page, shoot) => {
  await page.goto(`${url}?path=images`);
  await ready(page);
  await page.click('.files li:has-text("amd64") button');
  await page.waitForSelector('dialog[open]');
  const path = 'images/debian-13-amd64-netinst.iso';
  const copied = [];
  for (const button of await page.locator('dialog li button').all()) {
    await button.click();
    await page.waitForFunction((at) => 'done' in document.querySelectorAll('dialog li button')[at].dataset, copied.length);
    copied.push(await page.evaluate(() => navigator.clipboard.readText()));
  }
  assert.deepEqual(copied, [`client-app download ${url}torrent/${path}`, `aria2c ${url}torrent/${path}`,
    `curl -O ${url}file/${path}`, `${url}file/${path}`, `${url}torrent/${path}`,
    'magnet:?xt=urn:btih:0123456789012345678901234567890123456789']);
  assert.equal(await text(page, '#copied'), 'Copied to the clipboard.');
  await shoot('get');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('dialog[open]') === null && document.activeElement.textContent === 'Get');
});

await holds('is used with keys alone', desktop, async (page, shoot) => {
  const focused = (wanted) => page.waitForFunction((text) => document.activeElement.textContent === text, wanted);
  const focusedId = (wanted) => page.waitForFunction((id) => document.activeElement.id === id, wanted);
  await page.goto(url);
  await ready(page);
  await page.keyboard.press('Tab');
  await focused('Skip to the files');
  await page.waitForFunction(() => document.activeElement.getBoundingClientRect().top >= 0);
  await page.keyboard.press('Enter');
  await focusedId('files'); // a link within the page is followed a moment after the key
  await page.keyboard.press('ArrowDown');
  await focused('builds');
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
  await focused('images');
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
  await page.keyboard.press('End');
  await focused('rootfs.img');
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('dialog[open]');
  await focused('Copy');
  await page.keyboard.press('Enter');
  await focused('Copied');
  await page.keyboard.press('Escape');
  await focused('rootfs.img');
  await page.keyboard.press('Home');
  await page.evaluate(() => document.querySelector('dialog').dispatchEvent(new Event('close'))); // keys may overtake that
  await focused('builds');
  for (let i = 0; i < 5; i++) await page.keyboard.press('j');
  await focused('images');
  await shoot('keys');
  await page.keyboard.press('Enter');
  await isAt(page, `${url}?path=images`);
  await ready(page);
  await page.keyboard.press('ArrowLeft');
  await isAt(page, url);
  await ready(page);
  await page.keyboard.press('/');
  await focusedId('search');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement.id !== 'search');
});

await holds('shows swarms and hashing as they go on', desktop, async (page, shoot) => {
  await page.goto(`${url}?path=images`);
  await ready(page);
  const leechers = (words) => Number(/(\d+) leechers/.exec(words)[1]);
  const [before, after] = await changes(page, '#swarms li .people');
  assert.ok(leechers(after) > leechers(before), `${before} became ${after}`);
  const [, inListing] = await changes(page, '.files li[data-hash] .swarm');
  assert.match(inListing, /^\d+ seeds, \d+ leechers$/);
  const progress = () => page.evaluate(() => document.querySelector('#jobs progress').value);
  const early = await progress();
  await page.waitForFunction((value) => document.querySelector('#jobs progress').value > value, early);
  assert.match(await text(page, '#jobs li .part'), /^\d+ % of 12.0 GiB$/);
  const share = Number(/(\d+) %/.exec(await text(page, '#share .big'))[1]);
  const width = await page.evaluate(() => Number(document.querySelector('#share rect.server').getAttribute('width')));
  assert.ok(Math.abs(100 - share - width) <= 1, `${share} % of peers, ${width} % of the bar for the server`);
  assert.equal(await text(page, '#state .words'), 'Ready');
  await page.waitForSelector('#history:not([hidden])');
  await shoot('live');
});

await holds('rests while nobody looks', desktop, async (page) => {
  let asked = 0;
  await page.route('**/api/v1/status', (route) => { asked++; route.continue(); });
  await page.addInitScript(() => Object.defineProperty(document, 'hidden', { get: () => !window.seen }));
  await page.goto(url);
  await ready(page);
  assert.equal(asked, 0);
  await page.evaluate(() => { window.seen = true; document.dispatchEvent(new Event('visibilitychange')); });
  await page.waitForResponse('**/api/v1/status');
});

await holds('says that the server is gone', desktop, async (page, shoot, breaches) => {
  await page.goto(url);
  await ready(page);
  await page.route('**/api/v1/**', (route) => route.abort());
  await page.waitForFunction(() => document.querySelector('#state .words').textContent === 'The server does not answer');
  breaches.splice(0); // the browser says on its console, too, that requests fail
});

await holds('is dark where that is preferred', { ...desktop, colorScheme: 'dark' }, async (page, shoot) => {
  await page.goto(url);
  await ready(page);
  const light = (color) => color.match(/\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b);
  const [ground, ink] = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
  assert.ok(light(ground) < 120 && light(ink) > 600, `${ink} on ${ground}`);
  await shoot('dark');
});

await holds('fits on a phone', phone, async (page, shoot) => {
  await page.goto(`${url}?path=hostile`);
  await ready(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
  const small = await page.evaluate(() => [...document.querySelectorAll('.files button')]
    .filter((button) => button.offsetHeight < 32 || button.offsetWidth < 44).length);
  assert.equal(small, 0);
  await page.goto(url);
  await ready(page);
  await shoot('phone');
  await page.tap('.files .file button');
  await page.waitForSelector('dialog[open]');
  assert.ok(await page.evaluate(() => document.querySelector('dialog').getBoundingClientRect().right <= innerWidth));
  await shoot('phone-get');
});

await holds('works without a script', { ...desktop, javaScriptEnabled: false }, async (page, shoot) => {
  await page.goto(url);
  await page.click('.files .name >> text=images');
  await page.waitForURL(`${url}?path=images`);
  await shoot('without-script');
  const download = page.waitForEvent('download');
  await page.click('.files .name >> text=README.txt');
  assert.equal((await download).suggestedFilename(), 'README.txt');
  const torrent = page.waitForEvent('download');
  await page.click('.files li:has-text("README.txt") >> text=Torrent');
  assert.equal((await torrent).suggestedFilename(), 'README.txt.torrent');
  await page.fill('#search', 'weights');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${url}?search=weights`);
  assert.deepEqual(await names(page), ['models/vision/weights-00001-of-00004.safetensors']);
  assert.match(await text(page, '#swarms .people'), /leechers/);
});

await holds('shows hostile names as text, and their links work', desktop, async (page, shoot) => {
  await page.goto(`${url}?path=hostile`);
  await ready(page);
  await page.waitForSelector('#swarms li >> text=<img');
  const listed = await page.locator('.files .name bdi').allTextContents();
  assert.deepEqual([...listed].sort(), hostile.map(shown).sort());
  assert.equal(await page.locator('main img, #injected, main script, dialog script, .files iframe').count(), 0);
  for (const name of hostile) {
    const row = page.locator('.files li').nth(listed.indexOf(shown(name)));
    const link = await row.locator('.name').getAttribute('href');
    assert.match(link, /^\/file\/hostile\/[A-Za-z0-9._~%-]+$/);
    const answer = await page.request.get(new URL(link, url).href);
    assert.equal(await answer.text(), `content of ${name}`);
    await row.locator('button').click();
    assert.equal(await text(page, '#get-name'), shown(name));
    assert.match(await text(page, 'dialog code'), /^client-app download http:\/\/[\w.:]+\/torrent\/hostile\/[A-Za-z0-9._~%-]+$/);
    const curl = await page.locator('dialog code').nth(2).textContent();
    assert.equal(await text(page, 'dialog li:nth-child(4) code'), new URL(link, url).href);
    const plain = /^[\w-]+$/.test(name);
    assert.deepEqual(shellWords(curl).slice(2), [...(plain ? [] : [`./${shown(name)}`]), new URL(link, url).href]);
    await page.keyboard.press('Escape');
  }
  await shoot('hostile');
  await page.goto(`${url}?search=${encodeURIComponent('"><b id=injected>')}`);
  assert.equal(await page.locator('#injected').count(), 0);
  assert.equal(await page.inputValue('#search'), '"><b id=injected>');
});

await holds('lets nothing of elsewhere run', desktop, async (page, shoot, breaches) => {
  const answer = await page.goto(url);
  const policy = answer.headers()['content-security-policy'];
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
    assert.ok(policy.includes(part), policy);
  }
  assert.equal(answer.headers()['x-content-type-options'], 'nosniff');
  await ready(page);
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
