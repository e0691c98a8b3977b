import { readFileSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import type { Usage } from '../../api-server/contracts/node-hooks.ts';

/** What has been used since the beginning. */
interface Reading {
  readonly cpuMs: number;
  readonly bytes: number;
}

/** Not more often than this: over a shorter while the figures say little. */
const LEAST_WINDOW_MS = 5_000;

interface Known {
  readonly cpuMs: number;
  readonly at: number;
  readonly usage: Usage;
}

export interface UsageMeter {
  /** Of a process that began then; undefined where it is gone, or this machine does not tell. */
  ofProcess(pid: number, startedAt: number): Usage | undefined;
  /** Of the whole machine. */
  ofMachine(): Usage;
}

/** Measures when it is asked: since it was asked last, or the first time since the process began. */
export function createUsageMeter(wall: () => number, startedAt: number = wall()): UsageMeter {
  const known = new Map<string, Known>();
  const measure = (key: string, { cpuMs, bytes }: Reading, since: { readonly at: number; readonly cpuMs: number }): Usage => {
    const now = wall();
    const before = known.get(key);
    if (before !== undefined && now - before.at < LEAST_WINDOW_MS) return { ...before.usage, bytes };
    const from = before ?? since;
    const windowMs = Math.max(1, now - from.at);
    const usage = { cores: Math.max(0, cpuMs - from.cpuMs) / windowMs, bytes, windowMs, at: now };
    known.set(key, { cpuMs, at: now, usage });
    return usage;
  };
  const machine = machineReading();
  return {
    ofProcess(pid, began) {
      const reading = processReading(pid);
      for (const key of known.keys()) if (key.startsWith(`${pid} `) && key !== `${pid} ${began}`) known.delete(key);
      return reading === undefined ? undefined : measure(`${pid} ${began}`, reading, { at: began, cpuMs: 0 });
    },
    ofMachine: () => measure('machine', machineReading(), { at: startedAt, cpuMs: machine.cpuMs }),
  };
}

const TICK_MS = 10; // a hundredth of a second, on all that Linux runs on
const PAGE_BYTES = 4_096;

function processReading(pid: number): Reading | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, , , , , , , , , , , user = '', system = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [, resident = ''] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    return { cpuMs: (Number(user) + Number(system)) * TICK_MS, bytes: Number(resident) * PAGE_BYTES };
  } catch {
    return undefined; // it has ended, or there is no /proc
  }
}

const machineReading = (): Reading => ({
  cpuMs: cpus().reduce((total, { times: { user, nice, sys, irq } }) => total + user + nice + sys + irq, 0),
  bytes: totalmem() - freemem(),
});
