import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { show } from './figure.ts';

const MILESTONES = [
  { what: 'first good made', line: / has \d+ wood$/, bar: 10 },
  { what: 'first axe made', line: / has \d+ axe$/, bar: 180 },
] as const;
const MEMORY_BAR = 900;

/** `npm start` with the sample realm: how long to the first good and the first axe, and the memory of all its processes. */
export async function up(print: (line: string) => void): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), 'civ-bench-'));
  try {
    await live('as the first start of a fresh clone', cache, MILESTONES.slice(0, 1), print);
    await live('as any other', cache, MILESTONES, print);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function live(
  when: string,
  cache: string,
  milestones: readonly (typeof MILESTONES)[number][],
  print: (line: string) => void,
): Promise<void> {
  const began = performance.now();
  const { start = '' } = (JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: Readonly<Record<string, string>> })
    .scripts;
  const [, ...args] = start.split(' ');
  const started = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  const ended = once(started, 'exit');
  try {
    const left = [...milestones];
    for await (const line of createInterface({ input: started.stdout })) {
      if (left[0]?.line.test(line) !== true) continue;
      const { what, bar } = left[0];
      print(show({ what: `${what}, ${when}`, value: (performance.now() - began) / 1_000, unit: 's', bar: { atMost: bar } }));
      if (left.shift() && left.length === 0) break;
    }
    const processes = [started.pid ?? 0, ...childrenOf(started)].map(memoryOf);
    const sum = (part: 'resident' | 'proportional') => processes.reduce((total, memory) => total + memory[part], 0);
    print(
      show({
        what: `memory of its ${processes.length} processes, ${when}`,
        value: sum('proportional'),
        unit: 'MiB',
        bar: { atMost: MEMORY_BAR },
      }),
    );
    // Node's own pages, some 52 MiB of them, are there once and resident in every process.
    print(show({ what: '  what they share counted once for each', value: sum('resident'), unit: 'MiB' }));
  } finally {
    started.kill('SIGINT'); // it ends its pods, too
    await ended;
  }
}

const childrenOf = ({ pid }: ChildProcess): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

function memoryOf(pid: number): { readonly resident: number; readonly proportional: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mebibytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]) / 1_024;
  return { resident: mebibytes('Rss'), proportional: mebibytes('Pss') };
}
