import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChapters } from '../../cli/tour/chapters.ts';
import { TOUR_KINGDOM } from '../../cli/tour/look.ts';
import { SYSTEM_NAMESPACE } from '../../model/names.ts';
import { readThrough } from '../tour/reader.ts';
import { openShell, type TourShell } from '../tour/shell.ts';
import { civ, kubectl } from './run-program.ts';
import { removeAdministrator, writeAdministrator } from './tour-account.ts';

/** Chapters that are walked on `civ up` alone, and why. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['outage', 'the annotation is one of civ up; outages.test.ts takes the API server of a cluster away'],
]);

/** A file in a pod follows its ConfigMap when the kubelet looks at the pod again, which may be a minute and more from now. */
const PATIENCE = { seconds: 180 };

describe('the tour, on a cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-tour-'));
  let brought = false;
  let shell: TourShell;

  beforeAll(async () => {
    // The chapters name the kingdom, so it has no name of this run alone: what somebody else has there is not broken and mended.
    const there = await kubectl('get', 'namespace', TOUR_KINGDOM, SYSTEM_NAMESPACE, '--ignore-not-found', '-o', 'name');
    if (there !== '') throw new Error(`this cluster has ${there} already: the tour needs one without a realm`);
    const kubeconfig = join(folder, 'kubeconfig'); // of its own: the first chapter changes it
    brought = true;
    await writeAdministrator(kubeconfig);
    await civ('apply');
    shell = await openShell(kubeconfig, PATIENCE);
    await kubectl('rollout', 'status', 'deployment/ironworker', '-n', TOUR_KINGDOM, '--timeout=180s');
  }, 240_000);
  afterAll(async () => {
    await shell?.close();
    if (brought) {
      await kubectl('delete', '--ignore-not-found', '--timeout=180s', '-f', 'dist/');
      await removeAdministrator();
    }
    rmSync(folder, { recursive: true, force: true });
  }, 240_000);

  it.each(
    readChapters()
      .filter(({ name }) => !LEFT_OUT.has(name))
      .map((chapter) => [`${chapter.number}. ${chapter.title}`, chapter] as const),
  )('%s: what it tells can be done, and is seen', (_, chapter) => readThrough(shell, chapter));
});
