import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = 'CIV8S_PROFILE';

/** From now on each Node process that is started here writes a CPU profile when it ends; answers into which folder. */
export function startProfiling(): string {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-profile-'));
  process.env[FOLDER] = folder;
  process.env['NODE_OPTIONS'] = withProfile(process.env['NODE_OPTIONS']);
  return folder;
}

export const isProfiling = (): boolean => process.env[FOLDER] !== undefined;

/** NODE_OPTIONS of a process that has its own, and so not those that all inherit. */
export const withProfile = (options = ''): string =>
  isProfiling() ? `${options} --require=${join(import.meta.dirname, 'write-profile.cjs')}`.trim() : options;

/** What a process needs to know that does not inherit the environment. */
export const profileEnvironment = (): Readonly<Record<string, string>> => (isProfiling() ? { [FOLDER]: process.env[FOLDER] ?? '' } : {});

/** How a process is ended that has nothing left to say: one that writes a profile must have time for it. */
export const endSignal = (): 'SIGTERM' | 'SIGKILL' => (isProfiling() ? 'SIGTERM' : 'SIGKILL');
