import { expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { describeBrowser } from './browser.ts';
import { createHurriedClock } from './hurried-clock.ts';
import { pageOfEachTest } from './page-of-each-test.ts';
import { KINGDOM } from './sample-cluster.ts';
import { askWorkingSample } from './working-sample.ts';

const COMMITTED = 'docs/pictures/dashboard.png';
const SIZE = { width: 1120, height: 620 };
const MOST_BYTES = 150 * 1024;

/** `PICTURE=docs/pictures/dashboard.png npm test -- test/dashboard/browser/picture` makes the picture of README.md again. */
describeBrowser('the picture of the dashboard', () => {
  const time = createHurriedClock(40);
  const tested = pageOfEachTest(() => ({ time, askBooks: askWorkingSample(time.clock.now) }));

  it('shows the sample at work, and why the craftsman starves', async () => {
    await tested.open(`?shop=${KINGDOM}/craftsman`, { viewport: SIZE, colorScheme: 'light' });
    const { page } = tested;
    await page.locator('[data-why] li').nth(1).waitFor();
    await page.locator('[data-measured]').getByText('of the last').waitFor();
    await page.getByText(/0\.2\d? trades\/s/).waitFor();
    const picture = await page.screenshot({ animations: 'disabled' });
    expect(picture.length).toBeLessThan(MOST_BYTES);
    const { PICTURE } = process.env;
    if (PICTURE !== undefined) writeFileSync(PICTURE, picture);
  });

  it('is there, and is as small as that', () => {
    const committed = readFileSync(COMMITTED);
    expect(committed.length).toBeLessThan(MOST_BYTES);
    expect([committed.readUInt32BE(16), committed.readUInt32BE(20)]).toEqual([SIZE.width, SIZE.height]);
  });
});
