import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Would a shell in this folder, with this search path, find a program of that name? */
export const isExecutable = (name: string, path: string | undefined, folder: string): boolean =>
  name.includes('/') ? isProgram(resolve(folder, name)) : (path ?? '').split(':').some((each) => isProgram(resolve(folder, each, name)));

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // it is absent, or not to be run by us: one as good as the other
  }
}
