import { packageVersion } from '../model/package-version.ts';
import type { Command } from './invocation.ts';

export const version: Command = async ({ stdout }) => {
  stdout.write(`civ ${packageVersion()}\n`);
  return 0;
};
