import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A server that is started, and runs beside the others, costs more than a suite that waits a little. */
const WANTED = 2;
const LONGEST_WAIT_MS = 20_000;

const folderOf = (place: string): string => join(runFolder(), place);
const holderOf = (place: string): string => join(folderOf(place), 'holder');

function runFolder(): string {
  const { RUN_FOLDER } = process.env;
  if (RUN_FOLDER === undefined) throw new Error('RUN_FOLDER is not set: let jest run with test/run-folder.ts');
  return RUN_FOLDER;
}

/** Each of these folders is for one server, and only one suite of the run has it at a time. */
const places = (): readonly string[] => readdirSync(runFolder()).filter((name) => /^real-\d+$/.test(name));

/** The folder that this suite has; if need be, once another has left it. There are two of them, and more only where one waits long. */
export async function takePlace(longestWaitMs = LONGEST_WAIT_MS): Promise<string> {
  const start = performance.now();
  for (;;) {
    const all = places();
    const mine = all.find(isHeldHere) ?? all.find(take);
    if (mine !== undefined) return folderOf(mine);
    if (all.length < WANTED || performance.now() - start > longestWaitMs) {
      const place = `real-${all.length + 1}`;
      // Whoever makes it has it; where another was quicker, we look again.
      if (mkdirSync(folderOf(place), { recursive: true }) !== undefined && take(place)) return folderOf(place);
    }
    await pause(100);
  }
}

function take(place: string): boolean {
  try {
    writeFileSync(holderOf(place), String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false; // somebody has it
    throw error;
  }
}

const isHeldHere = (place: string): boolean => {
  const holder = holderOf(place);
  return existsSync(holder) && readFileSync(holder, 'utf8') === String(process.pid);
};

/** The folders that this process has. */
export const heldPlaces = (): readonly string[] =>
  process.env['RUN_FOLDER'] === undefined ? [] : places().filter(isHeldHere).map(folderOf);

/** At the end of a suite: whatever this process has, others may take. */
export function leavePlaces(): void {
  for (const place of heldPlaces()) rmSync(join(place, 'holder'));
}
