import { readFile } from 'node:fs/promises';
import type { Command } from './invocation.ts';

export const version: Command = async ({ stdout }) => {
  stdout.write(`civ ${await packageVersion()}\n`);
  return 0;
};

/** The version in the nearest package.json above this file: the checkout's, or the installed package's. */
async function packageVersion(folder = new URL('.', import.meta.url)): Promise<string> {
  try {
    const { version: found } = JSON.parse(await readFile(new URL('package.json', folder), 'utf8')) as { version: string };
    return found;
  } catch (error) {
    const parent = new URL('..', folder);
    if (parent.href === folder.href) throw error;
    return packageVersion(parent);
  }
}
