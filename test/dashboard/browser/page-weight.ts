import type { Page } from 'playwright-core';

/** What a page holds, once what only waits for its collection is collected. */
export interface PageWeight {
  readonly heapMiB: number;
  /** Of the document, and those that something still holds. */
  readonly nodes: number;
  readonly listeners: number;
}

/** Answers how a page is weighed, as often as one likes, by the protocol of Chromium's own tools. */
export async function pageScales(page: Page): Promise<() => Promise<PageWeight>> {
  const session = await page.context().newCDPSession(page);
  return async () => {
    // What an element held may be collected only after the element has been.
    for (let times = 0; times < 2; times += 1) await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { heapMiB: usedSize / 2 ** 20, nodes, listeners: jsEventListeners };
  };
}
