import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What took processor time: a suite, or a real API server, by its process id. */
export interface ProcessorTime {
  readonly what: string;
  /** A suite's own share. Of a server, all that it has taken by now. */
  readonly ms: number;
}

const TICK_MS = 10; // Linux counts in hundredths of a second

/** user, system, and the same of its children that have ended, in ticks; undefined where there is no such process, or no /proc. */
function ticksOf(process: number | 'self'): readonly number[] | undefined {
  const file = `/proc/${process}/stat`;
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
}

/** What this process has taken of the processor, in milliseconds, and the processes that it has started and seen end. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  const [, , childUser = 0, childSystem = 0] = ticksOf('self') ?? [];
  return (user + system) / 1_000 + (childUser + childSystem) * TICK_MS;
}

/** What a process that runs has taken of it; 0 where it does not. */
export function processorTimeOf(pid: number): number {
  const [user = 0, system = 0] = ticksOf(pid) ?? [];
  return (user + system) * TICK_MS;
}

const fileOf = (runFolder: string): string => join(runFolder, 'processor-time');

/** Notes it for the end of the run. */
export function noteTaken({ what, ms }: ProcessorTime): void {
  const { RUN_FOLDER } = process.env;
  if (RUN_FOLDER !== undefined) appendFileSync(fileOf(RUN_FOLDER), `${ms.toFixed(0)} ${what}\n`);
}

/** All that suites have noted. */
export function taken(runFolder: string): readonly ProcessorTime[] {
  const file = fileOf(runFolder);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ ms: Number.parseInt(line, 10), what: line.slice(line.indexOf(' ') + 1) }));
}
