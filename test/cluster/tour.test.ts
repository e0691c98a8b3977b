import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChapters } from '../../cli/tour/chapters.ts';
import { TOUR_KINGDOM } from '../../cli/tour/look.ts';
import { SYSTEM_NAMESPACE } from '../../model/names.ts';
import { readThrough } from '../tour/reader.ts';
import { openShell, type TourShell } from '../tour/shell.ts';
import { civ, kubectl } from './run-program.ts';

/** Chapters that are walked on `civ up` alone, and why. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['configmaps', 'a file in a pod follows its ConfigMap only after a minute or two'],
  ['services', 'a Service without pods keeps an EndpointSlice there that lists none'],
  ['probes', 'it waits for axes three times'],
  ['watches', 'it waits for axes'],
  ['downward-api', 'it waits for axes twice'],
  ['rbac', 'a kubeconfig with a certificate is not asked for a token'],
  ['apply', 'a real server notes no owner of a number of workers that is scaled after a server-side apply without it'],
  ['configuration', 'a file in a pod follows its ConfigMap only after a minute or two'],
  ['scaling', 'it waits for workers that come and go by a rate'],
  ['outage', 'the annotation is one of civ up; outages.test.ts takes the API server of a cluster away'],
]);

describe('the tour, on a cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-tour-'));
  let brought = false;
  let shell: TourShell;

  beforeAll(async () => {
    // The chapters name the kingdom, so it has no name of this run alone: what somebody else has there is not broken and mended.
    const there = await kubectl('get', 'namespace', TOUR_KINGDOM, SYSTEM_NAMESPACE, '--ignore-not-found', '-o', 'name');
    if (there !== '') throw new Error(`this cluster has ${there} already: the tour needs one without a realm`);
    // The first chapter changes it.
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, await kubectl('config', 'view', '--raw', '--flatten'), { mode: 0o600 });
    brought = true;
    await civ('apply');
    shell = await openShell(kubeconfig);
    await kubectl('rollout', 'status', 'deployment/ironworker', '-n', TOUR_KINGDOM, '--timeout=180s');
  }, 240_000);
  afterAll(async () => {
    await shell?.close();
    if (brought) await kubectl('delete', '--ignore-not-found', '--timeout=180s', '-f', 'dist/');
    rmSync(folder, { recursive: true, force: true });
  }, 240_000);

  it.each(
    readChapters()
      .filter(({ name }) => !LEFT_OUT.has(name))
      .map((chapter) => [`${chapter.number}. ${chapter.title}`, chapter] as const),
  )('%s: what it tells can be done, and is seen', (_, chapter) => readThrough(shell, chapter));
});
