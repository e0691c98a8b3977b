import { readdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { systemClock } from '../ground/time/clock.ts';
import { connect } from '../kube/connect.ts';
import { findBrowser, launchBrowser } from '../test/dashboard/browser/launch.ts';
import { pageScales, type PageWeight } from '../test/dashboard/browser/page-weight.ts';
import { DESK } from '../test/dashboard/browser/sizes.ts';
import { walkPage } from '../test/dashboard/browser/walk.ts';
import { startEmbeddedServer } from '../test/local/api-server/embedded-server.ts';
import { startBenchedDashboard, type BenchedDashboard } from './dashboard/benched-dashboard.ts';
import { keepMoving } from './dashboard/keep-moving.ts';
import { percentile, show, type Figure } from './figure.ts';
import { memoryMiB } from './process-cost.ts';

const SIZE = { shops: 300, podsPerShop: 2 };
const PER_SECOND = 50;
const MINUTES = 30;
/** Until then all has been seen once, and what is kept of it is there. */
const FIRST_MINUTES = 5;
const EVERY_MS = 30_000;
/** A person reads before going on. */
const LOOK_MS = 2_000;

interface Sample {
  readonly minute: number;
  readonly watching: PageWeight;
  readonly walking: PageWeight;
  readonly serverMiB: number;
  /** Files and sockets that the server has open. */
  readonly serverFiles: number;
}

/**
 * Two pages of a realm that moves all the time, open for half an hour: one that watches the map, and one on which somebody goes through
 * all that there is. What they and the server hold is not to grow once all of it has been seen.
 */
export async function dashboardLong(print: (line: string) => void, minutes = MINUTES): Promise<void> {
  if (findBrowser() === undefined) return print('there is no browser: nothing is measured');
  const server = await startEmbeddedServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 16 });
  const browser = await launchBrowser();
  const started = await startBenchedDashboard(server, connection, SIZE);
  const over = new AbortController();
  const moving = Promise.all([started.changes.run(PER_SECOND, over.signal), keepMoving(connection.client, over.signal)]);
  try {
    const samples = await sampled(browser, started, minutes, print);
    for (const figure of growthOf(samples, minutes)) print(show(figure));
  } finally {
    over.abort();
    await moving;
    await browser.close();
    started.process.kill('SIGTERM');
    await started.process.ended;
    await connection.close();
    await server.stop();
  }
}

async function sampled(
  browser: Browser,
  { process: own, url }: BenchedDashboard,
  minutes: number,
  print: (line: string) => void,
): Promise<readonly Sample[]> {
  const pages = await Promise.all([0, 1].map(async () => (await browser.newContext({ viewport: DESK })).newPage()));
  const [watching, walking] = pages;
  if (watching === undefined || walking === undefined) throw new Error('there are no pages');
  const [weighWatching, weighWalking] = await Promise.all([pageScales(watching), pageScales(walking)]);
  await Promise.all(pages.map((page) => page.goto(url)));
  const start = performance.now();
  const minute = (): number => (performance.now() - start) / 60_000;
  const samples: Sample[] = [];
  let dueMs = EVERY_MS;
  while (minute() < minutes) {
    await walkPage(walking, () => systemClock.pause(LOOK_MS, new AbortController().signal));
    if (performance.now() - start < dueMs) continue;
    dueMs += EVERY_MS;
    const sample = {
      minute: minute(),
      watching: await weighWatching(),
      walking: await weighWalking(),
      serverMiB: memoryMiB(own.pid),
      serverFiles: readdirSync(`/proc/${own.pid}/fd`).length,
    };
    samples.push(sample);
    print(lineOf(sample));
  }
  return samples;
}

const lineOf = ({ minute, watching, walking, serverMiB, serverFiles }: Sample): string =>
  [
    `minute ${minute.toFixed(1).padStart(4)}`,
    ...[watching, walking].map(({ heapMiB, nodes, listeners }) => `${heapMiB.toFixed(2)} MiB ${nodes} nodes ${listeners} listeners`),
    `server ${serverMiB.toFixed(0)} MiB ${serverFiles} files`,
  ].join('; ');

/** What there is more of at the end than at the beginning: the middle of what was seen around either. */
function growthOf(samples: readonly Sample[], minutes: number): readonly Figure[] {
  const early = samples.filter(({ minute }) => Math.abs(minute - FIRST_MINUTES) <= 1.5);
  const late = samples.filter(({ minute }) => minute >= minutes - 3);
  const grown = (of: (sample: Sample) => number): number => percentile(late.map(of), 0.5) - percentile(early.map(of), 0.5);
  const pages = (['watching', 'walking'] as const).flatMap((which): readonly Figure[] => [
    { what: `heap, ${which} page`, value: grown((sample) => sample[which].heapMiB), unit: 'MiB', bar: { atMost: 1 } },
    { what: `nodes, ${which} page`, value: grown((sample) => sample[which].nodes), unit: '', bar: { atMost: 100 } },
    { what: `listeners, ${which} page`, value: grown((sample) => sample[which].listeners), unit: '', bar: { atMost: 50 } },
  ]);
  return [
    ...pages.map((figure) => ({ ...figure, what: `${figure.what}: minute ${minutes} over minute ${FIRST_MINUTES}` })),
    { what: 'memory of the server, with its history', value: grown(({ serverMiB }) => serverMiB), unit: 'MiB', bar: { atMost: 16 } },
    { what: 'files and sockets of the server', value: grown(({ serverFiles }) => serverFiles), unit: '', bar: { atMost: 2 } },
  ];
}
