import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly dependencies?: object;
  readonly optionalDependencies?: object;
  readonly peerDependencies?: object;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * These packages, those that they need, and so on, each by its folder: found as Node finds them, upward from who asks.
 * What is `found` already is not looked into.
 */
export function neededPackages(names: readonly string[], from: string, found = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    const folder = installed(name, from);
    if (folder === undefined || found.has(folder)) continue;
    found.add(folder);
    const {
      dependencies,
      optionalDependencies,
      peerDependencies = {},
      peerDependenciesMeta = {},
    } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    const peers = Object.keys(peerDependencies).filter((peer) => peerDependenciesMeta[peer]?.optional !== true);
    neededPackages(Object.keys({ ...dependencies, ...optionalDependencies }).concat(peers), folder, found);
  }
  return found;
}

/** Undefined for what is optional, and not installed. */
function installed(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  return from === dirname(from) ? undefined : installed(name, dirname(from));
}
