import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { createDashboardApp } from '../../../dashboard/serve/app.ts';
import { loadPage } from '../../../dashboard/serve/page-files.ts';
import { createRealmAnswers } from '../../../dashboard/serve/realm-answer.ts';
import { createViewers, type Viewers } from '../../../dashboard/serve/viewers.ts';
import { systemClock } from '../../../ground/time/clock.ts';
import { partOf } from '../../fuzz/runs.ts';
import { until } from '../../until.ts';
import { directionsOf, gone } from '../read/cluster-facts.ts';
import { createBoard, NOON } from '../read/board.ts';
import { describeBrowser } from './browser.ts';
import { launchBrowser } from './launch.ts';
import { pageScales } from './page-weight.ts';
import { DESK } from './sizes.ts';
import { walkPage } from './walk.ts';

const SHOPS = 20;
/** Of as many as half an hour brings, five a second. `npm run bench -- dashboard-long` takes that half hour. */
const CHANGES = partOf(9_000);
const AT_ONCE = 250;

describeBrowser('the page, open for a long time', () => {
  const { board, table, deployment, directions, pod, noDeployment, noPod, plan, pass } = createBoard();
  let changes = 0;
  let server: Server;
  let viewers: Viewers;
  let browser: Browser;
  let page: Page;

  /** Something is in store, someone waits for something else, and now and then a shop comes and the one before it goes. */
  const move = (): void => {
    changes += 1;
    const index = changes % SHOPS;
    pod(`shop-${index}`, { goods: { [`good-${index}`]: changes }, waits: `${changes % 7} good-${index + 1} from shop-${index + 1}` });
    if (changes % 30 === 0) {
      const [passing, before] = [changes / 30, changes / 30 - 1].map((count) => `passing-${count}`);
      deployment(passing ?? '');
      pod(passing ?? '', { goods: { [passing ?? '']: 1 } });
      noDeployment(before ?? '');
      noPod(before ?? '');
      table.configMap(gone(directionsOf(before ?? '', [])));
    }
    pass(200);
    const change = board.look();
    if (change !== undefined) viewers.change(change);
  };
  /** So many changes, and no more at once than a page keeps up with. */
  const moveOn = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += AT_ONCE) {
      for (let index = 0; index < AT_ONCE; index += 1) move();
      const [index, stock] = [changes % SHOPS, String(changes)];
      await page.locator(`#map [data-shop="one/shop-${index}"] [data-good]`).getByText(stock).waitFor();
    }
  };

  beforeAll(async () => {
    for (let index = 0; index < SHOPS; index += 1) {
      deployment(`shop-${index}`);
      const productInputList = index === 0 ? [] : [{ product: `good-${index - 1}`, amount: 2, store: `http://shop-${index - 1}` }];
      directions(`shop-${index}`, [{ product: `good-${index}`, amount: 1, interval: 5, productInputList }]);
    }
    plan();
    board.look();
    viewers = createViewers(systemClock, board.picture.seq);
    const history = {
      at: async () => Buffer.from(JSON.stringify(board.picture)),
      series: async () => ({
        version: 1 as const,
        times: [1, 2, 3].map((second) => NOON + second * 1_000),
        since: NOON,
        series: [{ shop: 'one/shop-0', good: 'good-0', what: 'stock' as const, values: [1, 2, 3] }],
      }),
    };
    const controllers = async () => ({ version: 1 as const, at: '', controllers: [], deeds: [] });
    const realm = createRealmAnswers(() => board.picture);
    const face = { page: await loadPage(), viewers, history, controllers, realm, troubles: { all: [] }, wall: () => NOON, hosts: [] };
    server = createServer(createDashboardApp(face));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  it(`holds no more after ${CHANGES} changes, and after all of it has been looked at again`, async () => {
    page = await browser.newPage({ viewport: DESK });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await until('its stream', () => viewers.size === 1);
    const weigh = await pageScales(page);
    const live = async (count: number): Promise<void> => {
      await moveOn(count);
      await walkPage(page);
    };
    for (let times = 0; times < 2; times += 1) await live(500);
    const before = await weigh();
    for (let times = 0; times < 3; times += 1) await live(CHANGES / 3);
    const after = await weigh();
    expect(after.nodes - before.nodes).toBeLessThan(100);
    expect(after.listeners - before.listeners).toBeLessThan(50);
    expect(after.heapMiB - before.heapMiB).toBeLessThan(1);
  });
});
