import { setTimeout as pause } from 'node:timers/promises';
import { deployBusyRealm, MOST_TRADES, type BusyRealm } from '../test/cluster/busy-realm.ts';
import { kubectl } from '../test/cluster/run-program.ts';
import { percentile, show } from './figure.ts';

const MEASURED_MS = 20_000;
const STARTS = 3;

/** What workers do on the cluster that KUBECONFIG names. */
export async function cluster(print: (line: string) => void): Promise<void> {
  if (process.env['KUBECONFIG'] === undefined) return print('KUBECONFIG names no cluster: nothing is measured');
  const realm = await deployBusyRealm();
  try {
    const starts = [];
    for (let round = 0; round < STARTS; round += 1) starts.push(await startMs(realm));
    print(
      show({
        what: `start of a worker's process in its pod to /live, median of ${STARTS}`,
        value: percentile(starts, 0.5),
        unit: 'ms',
        bar: { atMost: 1_000 },
      }),
    );
    print(
      show({
        what: `trades between 4 shops that want ${MOST_TRADES} a second`,
        value: await tradesPerSecond(realm),
        unit: '/s',
        bar: { atLeast: 20 },
      }),
    );
  } finally {
    await realm.remove();
  }
}

async function tradesPerSecond({ load }: BusyRealm): Promise<number> {
  await load.flows();
  const [before, began] = [await load.seen(), performance.now()];
  await pause(MEASURED_MS);
  return ((await load.seen()) - before) / ((performance.now() - began) / 1_000);
}

/** When the first process of a container began, as the kernel counts: in hundredths of a second since the machine did. */
const BEGAN = `
const { readFileSync } = require('node:fs');
const [uptime] = readFileSync('/proc/uptime', 'utf8').split(' ');
const began = readFileSync('/proc/1/stat', 'utf8').split(') ')[1].split(' ')[19];
console.log(Date.now() - (uptime - began / 100) * 1_000);
`;

/** Of another pod in the place of one that goes, until its log says that it listens. */
async function startMs(realm: BusyRealm): Promise<number> {
  await kubectl('delete', 'pod', (await realm.theWorkerOf('mason')).metadata.name, '-n', realm.north);
  await realm.settled();
  const { namespace, name } = (await realm.theWorkerOf('mason')).metadata;
  const [began, log] = await Promise.all([
    kubectl('exec', '-n', namespace, name, '--', '/usr/local/bin/node', '-e', BEGAN),
    kubectl('logs', '-n', namespace, name),
  ]);
  const [, opened = ''] = /"time":"([^"]+)".*"message":"open"/.exec(log) ?? [];
  return Date.parse(opened) - Number(began);
}
