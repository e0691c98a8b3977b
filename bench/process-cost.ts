import { readFileSync } from 'node:fs';

/** What a process has used of processors so far. */
export function cpuSeconds(pid: number | undefined): number {
  // Behind the name of the program, which may hold spaces; a tick of Linux is 10 ms.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** What it has resident, or with `VmHWM` the most that it ever had. */
export const memoryMiB = (pid: number | undefined, field: 'VmRSS' | 'VmHWM' = 'VmRSS'): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
