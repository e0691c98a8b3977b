import { existsSync, readFileSync } from 'node:fs';

/** The version in the nearest package.json above this file: the checkout's, or the installed package's. */
export function packageVersion(folder = new URL('.', import.meta.url)): string {
  const manifest = new URL('package.json', folder);
  if (!existsSync(manifest)) return packageVersion(new URL('..', folder));
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return version;
}
