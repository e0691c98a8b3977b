import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../kube/client/client.ts';
import { connect } from '../kube/connect.ts';
import { deployments } from '../kube/objects/built-in.ts';
import { show } from './figure.ts';

const KINGDOM = 'kingdom-of-foobar';
const IRONWORKERS = 3;

/** `npm start` with the sample: how soon its ironworkers are as many as they should be, and are one again when nobody needs them. */
export async function demandLive(print: (line: string) => void): Promise<void> {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
  const began = performance.now();
  const started = spawn(process.execPath, (scripts['start'] ?? '').split(' ').slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(started, 'exit');
  try {
    const connection = await connect({ env: {}, kubeconfig: await kubeconfigOf(createInterface({ input: started.stdout })) });
    started.stdout.resume(); // or it waits for somebody to read on
    const since = (moment: number) => (performance.now() - moment) / 1_000;
    await ironworkersAre(connection.client, IRONWORKERS);
    print(show({ what: `${IRONWORKERS} ironworkers, from npm start`, value: since(began), unit: 's', bar: { atMost: 30 } }));
    const gone = performance.now();
    const craftsman = { namespace: KINGDOM, name: 'craftsman' };
    await connection.client.patch(deployments, craftsman, { merge: { spec: { replicas: 0 } } }, { subresource: 'scale' });
    await ironworkersAre(connection.client, 1);
    print(show({ what: 'one again, from when nobody needed them', value: since(gone), unit: 's', bar: { atMost: 360 } }));
    await connection.close();
  } finally {
    started.kill('SIGINT'); // it ends its pods, too
    await ended;
  }
}

async function kubeconfigOf(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const [, path] = /KUBECONFIG=(\S+)/.exec(line) ?? [];
    if (path !== undefined) return path;
  }
  throw new Error('npm start has ended without a word of its KUBECONFIG');
}

async function ironworkersAre(client: Client, count: number): Promise<void> {
  for (;;) {
    const ironworker = await client.get(deployments, { namespace: KINGDOM, name: 'ironworker' }).catch(() => undefined);
    if (ironworker?.spec?.replicas === count) return;
    await pause(200);
  }
}
