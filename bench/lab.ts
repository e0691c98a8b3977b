import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import type { Controller } from '../controllers/runtime/definition.ts';
import { configMaps } from '../kube/objects/built-in.ts';
import { keyOf } from '../kube/objects/resource.ts';
import { startLab } from '../lab/start-lab.ts';
import { collectedHeap } from '../test/collected-heap.ts';
import { created, deleted, HELLO, pageChanges } from '../test/lab/right-controllers.ts';
import { definition, website, websites } from '../test/lab/website.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { percentile, show } from './figure.ts';

const LABS = 100;
const MIB = 2 ** 20;
const LIVES = 20;
const STARTS = 5;

type Print = (line: string) => void;

/** What a cluster for tests takes: to start, for what is done in it, and what it leaves behind. */
export async function labFigures(print: Print): Promise<void> {
  await starts(print);
  await wholeFile(print);
  await lives(print);
  await aDay(print);
  await labs(print);
}

async function timed(times: number, act: () => Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    await act();
    took.push(performance.now() - began);
  }
  return took;
}

/** Beside the real API server with its etcd, as envtest starts them. */
async function starts(print: Print): Promise<void> {
  const inProcess = await timed(LIVES, async () => (await startLab()).stop());
  print(show({ what: 'a lab, started and stopped, p50', value: percentile(inProcess, 0.5), unit: 'ms', bar: { atMost: 120 } }));
  if (process.env['KUBEBUILDER_ASSETS'] !== undefined) {
    const real = await timed(STARTS, async () => (await startRealApiServer()).stop());
    print(show({ what: 'kube-apiserver and etcd, started and stopped, p50', value: percentile(real, 0.5), unit: 'ms' }));
  } else print('kube-apiserver and etcd: not measured, as KUBEBUILDER_ASSETS names none');
}

/** As somebody has it who has installed the package. */
const ONE_ASSERTION = `
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namespaces } from './package/kube.js';
import { startLab } from './package/testing.js';

test('a lab has a namespace', async () => {
  await using lab = await startLab();
  assert.ok((await lab.client.list(namespaces)).items.length > 0);
});
`;

async function wholeFile(print: Print): Promise<void> {
  execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' });
  writeFileSync('build/one-assertion.js', ONE_ASSERTION);
  const took = await timed(STARTS, async () => execFileSync(process.execPath, ['build/one-assertion.js']));
  rmSync('build/one-assertion.js');
  const what = 'a test file with one assertion, from the start of node, p50';
  print(show({ what, value: percentile(took, 0.5), unit: 'ms', bar: { atMost: 1_000 } }));
}

async function lives(print: Print): Promise<void> {
  await using lab = await startLab({ definitions: [definition], workloads: 'ready' });
  await lab.run(website);
  const life = async (): Promise<void> => {
    await created(lab);
    await lab.quiet();
    if ((await lab.client.get(websites, HELLO)).status?.ready !== true) throw new Error('the Website is not ready');
    for (const step of [pageChanges, deleted]) {
      await step(lab);
      await lab.quiet();
    }
  };
  const took = await timed(LIVES, life);
  print(
    show({
      what: "a Website's whole life: created, ready, changed, deleted, p50",
      value: percentile(took, 0.5),
      unit: 'ms',
      bar: { atMost: 150 },
    }),
  );
}

const failing: Controller = {
  name: 'failing',
  summary: '',
  flags: {},
  setUp({ follow }) {
    follow(configMaps, { keys: ({ object }) => [keyOf(object)] });
    return async () => {
      throw new Error('not today');
    };
  },
};

async function aDay(print: Print): Promise<void> {
  await using lab = await startLab();
  await lab.put(configMaps, { metadata: { namespace: 'default', name: 'a' } });
  await lab.run(failing);
  const took = await timed(STARTS, () => lab.pass('24h'));
  print(
    show({
      what: 'a day passes over a key that fails each time, the longest',
      value: Math.max(...took),
      unit: 'ms',
      bar: { atMost: 1_000 },
    }),
  );
}

async function labs(print: Print): Promise<void> {
  const one = async (): Promise<void> => {
    await using lab = await startLab({ definitions: [definition] });
    await lab.run(website);
    await created(lab);
    await lab.quiet();
  };
  await timed(10, one); // warms up
  const before = left();
  await timed(LABS, one);
  const after = left();
  print(show({ what: `memory that ${LABS} labs leave behind`, value: after.heapMiB - before.heapMiB, unit: 'MiB', bar: { atMost: 30 } }));
  print(show({ what: 'handles that they leave behind', value: after.handles - before.handles, unit: '', bar: { atMost: 0 } }));
}

/** The heap after a collection. */
function left(): { readonly heapMiB: number; readonly handles: number } {
  return { heapMiB: collectedHeap() / MIB, handles: process.getActiveResourcesInfo().length };
}
