import { deepEqual, equal } from 'node:assert/strict';
import { messageOf } from '../ground/text/message-of.ts';
import { configMaps, deployments } from '../kube/objects/built-in.ts';
import { startLab } from '../lab/start-lab.ts';
import { created, deleted, HELLO, pageChanges } from '../test/lab/right-controllers.ts';
import { definition, website, websites } from '../test/lab/website.ts';
import { percentile, show } from './figure.ts';

const RUNS = 1_000;

/** A test of twenty steps, a thousand times: it always says the same. */
export async function flakes(print: (line: string) => void): Promise<void> {
  const wrong: string[] = [];
  const took: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const began = performance.now();
    await twentySteps().catch((error: unknown) => wrong.push(`run ${run}: ${messageOf(error)}`));
    took.push(performance.now() - began);
  }
  print(show({ what: `of ${RUNS} runs of a test of 20 steps, those that fail`, value: wrong.length, unit: '', bar: { atMost: 0 } }));
  print(show({ what: 'one run, p50', value: percentile(took, 0.5), unit: 'ms' }));
  for (const line of wrong.slice(0, 10)) print(line);
}

const APPLIED = ['apply configmaps shop/hello', 'apply deployments.apps shop/hello'];
const STATUS = 'patch websites.example.com/status shop/hello';

async function twentySteps(): Promise<void> {
  await using lab = await startLab({ definitions: [definition], workloads: 'ready' });
  const page = async () => (await lab.client.get(configMaps, HELLO)).data?.['page'];
  const first = await lab.run(website, { elects: true });
  await created(lab);
  deepEqual(await lab.quiet(), { nextMs: undefined });
  deepEqual(first.writes(), [...APPLIED, STATUS]);
  equal((await lab.client.get(websites, HELLO)).status?.ready, true);
  const second = await lab.run(website, { elects: true });
  lab.faults.inject({ at: 'answer', verb: 'patch', resource: 'configmaps' }, { do: 'drop' }, { times: 1 });
  await pageChanges(lab);
  await lab.pass('5s');
  equal(await page(), 'y');
  await first.die();
  await created(lab);
  await lab.quiet();
  equal(await page(), 'y');
  deepEqual(second.writes(), []);
  await lab.pass('20s');
  equal(await page(), 'x');
  deepEqual(second.writes(), APPLIED);
  await lab.become(deployments, HELLO, { readyReplicas: 0 });
  await lab.pass('30s');
  equal((await lab.client.get(websites, HELLO)).status?.ready, false);
  await deleted(lab);
  await lab.quiet();
  deepEqual((await lab.client.list(deployments)).items, []);
  await second.stop();
}
