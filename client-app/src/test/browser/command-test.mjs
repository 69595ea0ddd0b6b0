// Follows the pages of a download and of its replay by the real commands: node command-test.mjs PAGE CONTROL DIRECTORY-FOR-SCREENSHOTS
// CONTROL/finish lets the download go on to its end, CONTROL/replay starts the replay and answers where its page is. Ends with 1 when something does not hold.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [address, control, screenshots] = process.argv.slice(2);
mkdirSync(screenshots, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', viewport: { width: 1360, height: 900 } });
const errors = [];
context.on('weberror', (problem) => errors.push(String(problem.error())));
const page = await context.newPage();
page.setDefaultTimeout(30_000);
const text = (selector) => page.locator(selector).first().textContent();
const matches = (selector, pattern) => page.waitForFunction(
  ([where, what]) => new RegExp(what).test(document.querySelector(where)?.textContent), [selector, pattern]);
const shoot = (label) => page.screenshot({ path: join(screenshots, `${label}.png`), fullPage: true });

async function complete(words) {
  await matches('#percent', '^100 %$');
  await matches('#phase', '^Complete$');
  await matches('#result', '^Download complete: ');
  await matches('#state .words', words);
  assert.match(await text('#amount'), /77 pieces/);
  assert.equal(await page.locator('#peers tbody tr').count(), 1);
}

try {
  await page.goto(address);
  await matches('#state .words', '^Live$');
  await matches('#amount', '25 of 77 pieces');
  assert.equal(await text('h1'), 'ein großer Film.bin');
  assert.equal(await text('#phase'), 'Downloading');
  assert.equal(await text('[data-figure=peers]'), '1');
  await shoot('command-download');
  await fetch(`${control}finish`);
  await complete('^The run is over$');
  await shoot('command-download-over');

  await page.goto(await (await fetch(`${control}replay`)).text());
  await complete('.');
  assert.equal(await text('h1'), 'ein großer Film.bin');
  await shoot('command-replay');
  assert.deepEqual(errors, []);
} catch (problem) {
  console.log(problem.stack);
  await shoot('command-failed');
  process.exitCode = 1;
} finally {
  await browser.close();
}
