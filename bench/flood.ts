import { fork } from 'node:child_process';
import { once } from 'node:events';
import { percentile, show } from './figure.ts';
import type { Seen } from './flood/flooded.ts';
import { startPodsServer } from './reflector/pods-server.ts';
import { until } from '../test/until.ts';

const OBJECTS = 10_000;
const CHANGES = 500;
const SECONDS = 5;
const MIB = 2 ** 20;

/**
 * A controller that has 10,000 objects to look at, and meanwhile hears of 500 changes a second of one of them;
 * beside it one that has nothing to do.
 */
export async function flood(print: (line: string) => void): Promise<void> {
  const [many, none] = [await startPodsServer(OBJECTS), await startPodsServer(0)];
  const [flooded, idle] = [startController(many.url), startController(none.url)];
  try {
    const before = await until('the first reconcile', async () => {
      const seen = await flooded.ask();
      return seen.initial > 0 && seen;
    });
    await idle.ask();
    await many.change(CHANGES, SECONDS, 0);
    const { together, liveMs, initial, loopP99Ms, rss, cpuMs } = await flooded.ask();
    print(show({ what: 'reconciles of a key that was being worked on', value: together, unit: '', bar: { atMost: 0 } }));
    print(
      show({
        what: `reconciles for ${CHANGES} changes a second of one object`,
        value: liveMs.length / SECONDS,
        unit: '/s',
        bar: { atMost: CHANGES },
      }),
    );
    print(show({ what: 'a change to its reconcile, p99', value: percentile(liveMs, 0.99), unit: 'ms', bar: { atMost: 50 } }));
    print(show({ what: `  and meanwhile, of the ${OBJECTS} objects of the first list`, value: initial / SECONDS, unit: '/s' }));
    print(show({ what: 'delay of the event loop, p99', value: loopP99Ms, unit: 'ms', bar: { atMost: 20 } }));
    print(show({ what: '  beside it, where nothing happens: what the machine does', value: (await idle.ask()).loopP99Ms, unit: 'ms' }));
    print(show({ what: 'CPU time of a change, with the share of the others in it', value: cpuMs / (CHANGES * SECONDS), unit: 'ms' }));
    print(show({ what: 'resident memory when it began', value: before.rss / MIB, unit: 'MiB' }));
    print(show({ what: '  and after the flood', value: rss / MIB, unit: 'MiB', bar: { atMost: before.rss / MIB + 20 } }));
  } finally {
    await Promise.all([flooded.end(), idle.end()]);
    many.stop();
    none.stop();
  }
}

function startController(url: string) {
  // As in the manifests.
  const child = fork(new URL('flood/flooded.ts', import.meta.url), [url], { stdio: 'inherit', execArgv: ['--max-semi-space-size=1'] });
  return {
    async ask(): Promise<Seen> {
      const answer = once(child, 'message') as Promise<[Seen]>;
      child.send('seen');
      return (await answer)[0];
    },
    async end() {
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
}
