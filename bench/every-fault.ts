import { everyFault } from '../lab/faults/every-fault.ts';
import { startLab, type Lab } from '../lab/start-lab.ts';
import { definition, website, websites } from '../test/lab/website.ts';
import { percentile, show } from './figure.ts';

const HELLO = { namespace: 'shop', name: 'hello' };
const LABS = 100;
const MIB = 2 ** 20;

const created = (lab: Lab) => lab.put(websites, { metadata: HELLO, spec: { html: 'x' } });
const pageChanges = (lab: Lab) => lab.put(websites, { metadata: HELLO, spec: { html: 'y' } });
const createdAgain = (lab: Lab) => created(lab);
const deleted = (lab: Lab) => lab.client.delete(websites, HELLO);

/** All that can go wrong for a Website; and labs, one after another. */
export async function everyFaultOfWebsite(print: (line: string) => void): Promise<void> {
  const began = performance.now();
  const cpu = process.cpuUsage();
  const { plans, pruned, failed } = await everyFault({
    definitions: [definition],
    workloads: 'ready',
    controllers: website,
    act: [created, pageChanges, deleted, createdAgain],
    state: async ({ client }) => (await client.list(websites)).items.map(({ spec, status }) => ({ spec, status })),
  });
  const took = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  print(
    show({ what: 'plans for a Website: created, changed, deleted, created again', value: plans.length, unit: '', bar: { atLeast: 60 } }),
  );
  print(show({ what: 'plans that were left out, as they are like others', value: pruned, unit: '' }));
  print(show({ what: 'plans that fail', value: failed.length, unit: '', bar: { atMost: 0 } }));
  print(show({ what: 'all of them, in one process', value: took, unit: 's', bar: { atMost: 10 } }));
  print(show({ what: 'the same, in CPU time', value: (user + system) / 1_000_000, unit: 's' }));
  await labs(print);
}

async function labs(print: (line: string) => void): Promise<void> {
  const starts: number[] = [];
  const one = async (): Promise<void> => {
    const began = performance.now();
    await using lab = await startLab({ definitions: [definition] });
    starts.push(performance.now() - began);
    await lab.run(website);
    await created(lab);
    await lab.quiet();
  };
  for (let warmUp = 0; warmUp < 10; warmUp += 1) await one();
  const before = memory();
  for (let count = 0; count < LABS; count += 1) await one();
  print(show({ what: 'a lab, until it has started, p50', value: percentile(starts, 0.5), unit: 'ms', bar: { atMost: 120 } }));
  print(show({ what: `memory that ${LABS} labs leave behind`, value: memory() - before, unit: 'MiB', bar: { atMost: 30 } }));
}

/** After a collection, where the process has been given one to ask for. */
function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / MIB;
}
