import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Loaded by a process that is measured: at its end it says, to whoever holds its fourth stream, what it and its threads have used. */
if (isMainThread) process.once('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));
