import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cost, Mode, Report } from './reflector/follower.ts';
import { startPodsServer } from './reflector/pods-server.ts';

const MIB = 2 ** 20;

/**
 * What it costs to follow pods of 4 KB: 20,000 listed, 2,000 events a second, and 5,000 at rest. In a process of its own,
 * from compiled code, as in the image: stripping types alone takes 30 MiB.
 */
export async function reflector(print: (line: string) => void): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), 'civ8s-bench-'));
  try {
    await figures(print, cache);
  } finally {
    rmSync(cache, { recursive: true });
  }
}

async function figures(print: (line: string) => void, cache: string): Promise<void> {
  const measured = <T>(url: string, mode: Mode, measure: Measure<T>): Promise<T> => withFollower(url, mode, cache, measure);
  await measured('http://127.0.0.1', 'nothing', async () => undefined); // compiles
  const many = await startPodsServer(20_000);
  await measured(many.url, 'whole', async (report, ask) => {
    const before = await ask();
    print(
      `${report.objects} pods: in the store after ${(report.syncedMs / 1_000).toFixed(2)} s, ${(before.cpuMs / 1_000).toFixed(2)} s of CPU, ${(before.rss / MIB).toFixed(0)} MiB`,
    );
    await many.change(2_000, 10);
    const { events, p99Ms, cpuMs, rss } = await ask();
    print(
      `2,000 events a second for 10 s: ${events} handled, p99 ${p99Ms.toFixed(1)} ms after they were sent, ${(cpuMs / 100).toFixed(0)} % of a core, ${(rss / MIB).toFixed(0)} MiB`,
    );
  });
  many.stop();
  const some = await startPodsServer(5_000);
  for (const [mode, what] of [
    ['nothing', 'connected, and nothing followed'],
    ['whole', '5,000 pods whole'],
    ['metadata', '5,000 pods, metadata only'],
    ['slim', '5,000 pods, metadata trimmed to names and annotations'],
  ] as const) {
    await measured(some.url, mode, async (_, ask) => {
      await pause(3_000);
      print(`at rest, ${what}: ${((await ask()).rss / MIB).toFixed(0)} MiB`);
    });
  }
  some.stop();
}

type Measure<T> = (report: Report, ask: () => Promise<Cost>) => Promise<T>;

async function withFollower<T>(url: string, mode: Mode, cache: string, measure: Measure<T>): Promise<T> {
  const child = fork(new URL('reflector/follower.ts', import.meta.url), [url, mode], {
    stdio: 'inherit',
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  const message = async <M>(): Promise<M> => ((await once(child, 'message')) as [M])[0];
  try {
    const report = await message<Report>();
    return await measure(report, async () => {
      const answer = message<Cost>();
      child.send('cost');
      return answer;
    });
  } finally {
    child.kill('SIGINT'); // exits of its own accord, and so keeps what it compiled
    await once(child, 'exit');
  }
}
