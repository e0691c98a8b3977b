import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const PREFIX = 'civ8s-up-';
const LOCK = 'lock';

/** A folder for as long as its process lives, and its lock. */
export interface ClaimedFolder {
  readonly path: string;
  /** Removes the folder with all that is in it. */
  remove(): void;
}

/**
 * Makes a folder in `parent` that nobody else removes while this process lives. The lock is the kernel's, on a file: it ends
 * with its process, however that comes about, and is seen by processes that see none of ours, as from another container.
 */
export function claimFolder(parent: string): ClaimedFolder {
  const path = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  const lock = lockOn(join(path, LOCK));
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      lock?.close();
    },
  };
}

/** Removes the folders of this user whose processes are gone: they had no time to do it. What cannot be removed stays. */
export function removeLeftovers(parent: string, user = process.getuid?.()): void {
  for (const name of readdirSync(parent))
    if (name.startsWith(PREFIX)) {
      try {
        removeLeftover(join(parent, name), user);
      } catch {
        continue; // somebody else is at it, or it is not allowed: no reason to stop for
      }
    }
}

function removeLeftover(path: string, user: number | undefined): void {
  const found = lstatSync(path);
  const lockFile = join(path, LOCK);
  // Without a lock it is being made this moment, or not of our making.
  if (!found.isDirectory() || found.uid !== (user ?? found.uid) || !existsSync(lockFile)) return;
  const lock = lockOn(lockFile);
  if (lock === undefined) return;
  rmSync(path, { recursive: true, force: true });
  lock.close();
}

/** Undefined where another process holds it. SQLite's own lock on its file is all that is wanted of it: Node has no other. */
function lockOn(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch {
    database.close();
    return undefined;
  }
}
