import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { connect } from '../kube/connect.ts';
import { findBrowser, launchBrowser } from '../test/dashboard/browser/launch.ts';
import { startEmbeddedServer } from '../test/local/api-server/embedded-server.ts';
import { until } from '../test/until.ts';
import { startBenchedDashboard, type BenchedDashboard } from './dashboard/benched-dashboard.ts';
import type { BenchChanges } from './dashboard/changes.ts';
import { framesPerSecond, openMap } from './dashboard/page-figures.ts';
import { startCrowd } from './dashboard/start-crowd.ts';
import { openViewer } from './dashboard/viewers.ts';
import { percentile, show, type Figure } from './figure.ts';
import { cpuSeconds, memoryMiB } from './process-cost.ts';

const SIZE = { shops: 1_000, podsPerShop: 5 };
const VIEWERS = 100;
const PER_SECOND = 500;
const SECONDS = 20;

/** The dashboard of a large realm: what it costs, how soon a change is told and shown, and whether the page stays quick meanwhile. */
export async function dashboard(print: (line: string) => void): Promise<void> {
  const tell = (figure: Figure): void => print(show(figure));
  const server = await startEmbeddedServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 64 });
  const started = await startBenchedDashboard(server, connection, SIZE);
  try {
    await quietServer(started, tell);
    if (findBrowser() === undefined) print('there is no browser: the figures of the page are left out');
    else await inBrowser((browser) => pageOfLargeRealm(browser, started, tell));
    await busyServer(started, tell);
  } finally {
    started.process.kill('SIGTERM');
    await started.process.ended;
    await connection.close();
    await server.stop();
  }
}

/** One change after another, each in a quiet realm, until a viewer hears of it. */
async function quietServer({ process: own, url, changes }: BenchedDashboard, tell: (figure: Figure) => void): Promise<void> {
  await pause(5_000);
  tell({ what: `memory, ${SIZE.shops} shops, ${SIZE.shops * SIZE.podsPerShop} pods, at rest`, value: memoryMiB(own.pid), unit: 'MiB' });
  const { heard, latencies } = listening(changes);
  const viewer = await openViewer(url, heard);
  for (let round = 0; round < 50; round += 1) {
    const count = latencies.length;
    await changes.one();
    await until('the change', () => latencies.length > count, { everyMs: 5 });
    await pause(300);
  }
  viewer.close();
  tell({ what: 'a change in quiet, told to a viewer, p50', value: percentile(latencies, 0.5), unit: 'ms', bar: { atMost: 60 } });
  tell({ what: 'the same, p99', value: percentile(latencies, 0.99), unit: 'ms', bar: { atMost: 200 } });
}

async function busyServer({ process: own, url, changes }: BenchedDashboard, tell: (figure: Figure) => void): Promise<void> {
  const { heard, latencies } = listening(changes);
  const viewer = await openViewer(url, heard);
  const crowd = await startCrowd(url, VIEWERS - 1);
  const over = new AbortController();
  const [cpu, start] = [cpuSeconds(own.pid), performance.now()];
  const running = changes.run(PER_SECOND, over.signal);
  await pause(SECONDS * 1_000);
  over.abort();
  const count = await running;
  const took = (performance.now() - start) / 1_000;
  const share = (cpuSeconds(own.pid) - cpu) / took;
  const megabytes = ((await crowd.end()) + viewer.bytes) / took / 1e6;
  const under = `${Math.round(count / took)} changes/s, ${VIEWERS} viewers`;
  tell({ what: `a core's share, ${under}`, value: share * 100, unit: '%', bar: { atMost: 20 } });
  tell({ what: `memory, ${under}`, value: memoryMiB(own.pid), unit: 'MiB', bar: { atMost: 200 } });
  tell({ what: 'told to all viewers together', value: megabytes, unit: 'MB/s' });
  tell({ what: 'a change told to a viewer, p50', value: percentile(latencies, 0.5), unit: 'ms', bar: { atMost: 200 } });
  tell({ what: 'the same, p99', value: percentile(latencies, 0.99), unit: 'ms', bar: { atMost: 500 } });
  viewer.close();
}

/** How long after it was sent each change is heard of for the first time. */
function listening({ sentAt }: BenchChanges): { readonly latencies: number[]; heard(count: number): void } {
  const latencies: number[] = [];
  const known = new Set<number>();
  const heard = (count: number): void => {
    const sent = sentAt.get(count);
    if (sent === undefined || known.has(count)) return;
    known.add(count);
    latencies.push(performance.now() - sent);
  };
  return { latencies, heard };
}

async function inBrowser(act: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await launchBrowser();
  try {
    await act(browser);
  } finally {
    await browser.close();
  }
}

async function pageOfLargeRealm(browser: Browser, { url, changes }: BenchedDashboard, tell: (figure: Figure) => void): Promise<void> {
  await (await openMap(browser, url)).page.close(); // the browser has never drawn anything before
  const { page, paintMs, mapMs, requests, ownBytes, allBytes } = await openMap(browser, url);
  tell({ what: 'first contentful paint', value: paintMs, unit: 'ms', bar: { atMost: 500 } });
  tell({ what: `map of ${SIZE.shops} shops drawn`, value: mapMs, unit: 'ms', bar: { atMost: 1_000 } });
  tell({ what: 'requests before the map', value: requests, unit: '', bar: { atMost: 5 } });
  tell({ what: 'transferred before the map, without data', value: ownBytes / 1_024, unit: 'KiB', bar: { atMost: 60 } });
  tell({ what: 'the same with the data', value: allBytes / 1_024, unit: 'KiB', bar: { atMost: 180 } });
  const empty = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const frames = await framesPerSecond(empty, 4);
  await empty.close();
  const over = new AbortController();
  const running = changes.run(2_000, over.signal);
  await page.bringToFront();
  const still = await framesPerSecond(page, 5);
  await page.mouse.move(600, 400);
  await page.mouse.down();
  let step = 0;
  const panning = await framesPerSecond(page, 5, async () => page.mouse.move(600 + 200 * Math.sin((step += 0.2)), 400));
  await page.mouse.up();
  over.abort();
  await running;
  tell({ what: 'frames while 2,000 changes/s come, of those of an empty page', value: still / frames, unit: '', bar: { atLeast: 0.9 } });
  tell({ what: 'the same while panning', value: panning / frames, unit: '', bar: { atLeast: 0.6 } });
  const counted = await page.evaluate<{ heap: number; nodes: number }>(
    "({ heap: performance.memory.usedJSHeapSize / 1048576, nodes: document.querySelectorAll('*').length })",
  );
  tell({ what: 'heap of the page', value: counted.heap, unit: 'MiB', bar: { atMost: 60 } });
  tell({ what: 'elements of the page', value: counted.nodes, unit: '', bar: { atMost: 1_500 } });
  await page.close();
}
