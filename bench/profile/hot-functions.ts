import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Chromium's tools call a CPU profile, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** The node that was found at work each time. */
  readonly samples: readonly number[];
  /** How long before each, in microseconds. */
  readonly timeDeltas: readonly number[];
}

export interface HotFunction {
  readonly where: string;
  readonly ms: number;
}

/** Not work: the processor waited, or was somebody else's. */
const IDLE = new Set(['(idle)', '(program)', '(root)']);

/** It starts and stops the profile. */
const PROFILER = 'node:inspector';

/** Where the time went: each function with what it took itself, the most first, and all of them together. */
export function hotFunctions({ nodes, samples, timeDeltas }: CpuProfile): {
  readonly ms: number;
  readonly functions: readonly HotFunction[];
} {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const took = new Map<string, number>();
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    if (frame === undefined || IDLE.has(frame.functionName) || frame.url === PROFILER) return;
    const where = placeOf(frame);
    took.set(where, (took.get(where) ?? 0) + (timeDeltas[index] ?? 0) / 1_000);
  });
  const functions = Array.from(took, ([where, ms]) => ({ where, ms })).sort((one, other) => other.ms - one.ms);
  return { ms: functions.reduce((sum, { ms }) => sum + ms, 0), functions };
}

function placeOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const file = url.replace(/^.*\/node_modules\//, '').replace(`file://${process.cwd()}/`, '');
  return [functionName || 'a function', file === '' ? '' : `${file}:${lineNumber + 1}`].join(' ').trim();
}

const SHOWN = 8;
/** Less than this is not worth a paragraph. */
const LEAST_MS = 20;

/** The same of all profiles in a folder, in words: of what ran several times, the run that had the most to do. */
export function* hotFunctionsIn(folder: string): Generator<string> {
  const busiest = new Map<string, { readonly name: string } & ReturnType<typeof hotFunctions>>();
  for (const name of readdirSync(folder).sort()) {
    const program = name.replace(/-\d+(-thread-\d+)?\.cpuprofile$/, '$1');
    const hot = hotFunctions(JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile);
    if (hot.ms > (busiest.get(program)?.ms ?? LEAST_MS)) busiest.set(program, { name, ...hot });
  }
  for (const { name, ms, functions } of busiest.values()) {
    yield `${name}: ${ms.toFixed(0)} ms at work, of which`;
    for (const each of functions.slice(0, SHOWN)) yield `${each.ms.toFixed(0).padStart(8)} ms  ${each.where}`;
  }
}
