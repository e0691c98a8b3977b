import type { Browser, Page } from 'playwright-core';
import { until } from '../../test/until.ts';

export interface OpenedPage {
  readonly page: Page;
  readonly paintMs: number;
  readonly mapMs: number;
  readonly requests: number;
  /** Transferred until the map was there: without the data, and all of it. */
  readonly ownBytes: number;
  readonly allBytes: number;
}

interface Timing {
  readonly name: string;
  readonly startTime: number;
  readonly transferSize: number;
}

/** Opens the map of a realm, and says how long that took, by the browser's own clock from the beginning of its navigation. */
export async function openMap(browser: Browser, url: string): Promise<OpenedPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  await until('the map', () => page.evaluate<boolean>("performance.getEntriesByName('civ8s:map').length > 0"));
  const { paint, map, loaded } = await page.evaluate<{ paint: number; map: number; loaded: readonly Timing[] }>(`({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    map: performance.getEntriesByName('civ8s:map')[0].startTime,
    loaded: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .map(({ name, startTime, transferSize }) => ({ name, startTime, transferSize })),
  })`);
  const before = loaded.filter(({ startTime }) => startTime < map);
  const bytes = (own: boolean) =>
    before.filter(({ name }) => !own || !name.includes('/api/')).reduce((sum, { transferSize }) => sum + transferSize, 0);
  return { page, paintMs: paint, mapMs: map, requests: before.length, ownBytes: bytes(true), allBytes: bytes(false) };
}

/** Frames a second over some seconds; meanwhile `act` may move something. */
export async function framesPerSecond(page: Page, seconds: number, act: () => Promise<void> = async () => {}): Promise<number> {
  // Counted from the first time on, for as long as the page is there.
  await page.evaluate(
    'globalThis.framesSeen === undefined && (function tick() { globalThis.framesSeen = (globalThis.framesSeen ?? 0) + 1; requestAnimationFrame(tick) })()',
  );
  const from = await page.evaluate<number>('globalThis.framesSeen');
  const start = performance.now();
  while (performance.now() - start < seconds * 1_000) {
    await act();
    await page.waitForTimeout(50);
  }
  const frames = (await page.evaluate<number>('globalThis.framesSeen')) - from;
  return (frames * 1_000) / (performance.now() - start);
}
