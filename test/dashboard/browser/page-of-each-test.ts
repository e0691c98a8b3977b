import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startSmallCluster, type SmallCluster } from '../../cli/small-cluster.ts';
import { launchBrowser } from './launch.ts';
import { addSample } from './sample-cluster.ts';
import { showCluster, type ShownCluster, type ShowOptions } from './shown-cluster.ts';
import { DESK } from './sizes.ts';

/** One cluster with the sample, one dashboard and one browser for a suite; a page for each test, which is closed after it. */
export interface PageOfEachTest {
  readonly cluster: SmallCluster;
  readonly shown: ShownCluster;
  readonly browser: Browser;
  readonly page: Page;
  /** What the page complains of: a test ends with none. */
  readonly problems: string[];
  /** Serves the dashboard again, at the address that it had. */
  showAgain(): Promise<void>;
  /** A page that is not anywhere yet. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** A page at the dashboard, whose complaints are noted. */
  open(search?: string, options?: BrowserContextOptions): Promise<void>;
}

export function pageOfEachTest(showOptions: () => ShowOptions = () => ({})): PageOfEachTest {
  let cluster: SmallCluster;
  let shown: ShownCluster;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    [cluster, browser] = await Promise.all([startSmallCluster(), launchBrowser()]);
    await addSample(cluster);
    shown = await showCluster(cluster.connection, showOptions());
  });
  afterAll(async () => {
    await browser.close();
    await shown.stop();
    await cluster.stop();
  });
  beforeEach(() => void problems.splice(0));
  afterEach(async () => {
    await page.context().close();
    expect(problems).toEqual([]);
  });
  const newPage = async (options: BrowserContextOptions = {}): Promise<Page> =>
    (page = await (await browser.newContext({ viewport: DESK, ...options })).newPage());
  return {
    get cluster() {
      return cluster;
    },
    get shown() {
      return shown;
    },
    get browser() {
      return browser;
    },
    get page() {
      return page;
    },
    problems,
    newPage,
    async showAgain() {
      shown = await showCluster(cluster.connection, { ...showOptions(), port: Number(new URL(shown.url).port) });
    },
    async open(search = '', options = {}) {
      await newPage(options);
      page.on('console', (message) => problems.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => problems.push(error.message));
      page.on(
        'request',
        (request) => request.url().startsWith(shown.url) || request.url().startsWith('data:') || problems.push(`asks ${request.url()}`),
      );
      await page.goto(`${shown.url}${search}`);
    },
  };
}
