import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { neededPackages } from '../../scripts/needed-packages.ts';

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly version: string;
  readonly dependencies: Versions;
  readonly peerDependencies: Versions;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
}

/** What a cdk8s project has in other versions than we: its template's TypeScript, and the oldest types of Node that are here. */
const OTHERS: Versions = { typescript: '5.9', '@types/node': '16' };

/**
 * Puts a tarball of this package, what it says it needs, and the tools of a cdk8s project into the node_modules of a folder,
 * all of it from what is installed here, so that no registry is asked. Answers what a package.json there has to name.
 */
export function installPackages(project: string, tarball: string): { readonly dependencies: Versions; readonly devDependencies: Versions } {
  const here = resolve('node_modules');
  const there = join(project, 'node_modules');
  const own = join(there, 'civ8s');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['-xf', tarball, '-C', own, '--strip-components=1']);
  const manifest = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as Manifest;
  const { version, dependencies, peerDependenciesMeta } = manifest;
  // npm leaves the optional ones, for buses that nobody here uses, to the user.
  const peerDependencies = Object.fromEntries(
    Object.entries(manifest.peerDependencies).filter(([name]) => peerDependenciesMeta[name]?.optional !== true),
  );

  const others = new Map(Object.entries(OTHERS).map(([name, wanted]) => [join(here, name), installedAs(name, wanted)]));
  const needed = neededPackages(
    [...Object.keys({ ...dependencies, ...peerDependencies }), 'ts-node'],
    resolve('.'),
    new Set(others.keys()),
  );
  for (const folder of needed) copyPackage(others.get(folder) ?? folder, join(there, relative(here, folder)));
  return {
    dependencies: { ...peerDependencies, civ8s: version },
    devDependencies: { ...Object.fromEntries(Object.entries(OTHERS).map(([name, wanted]) => [name, `${wanted}.x`])), 'ts-node': '10.x' },
  };
}

/** Without the packages inside it: those that are needed are copied themselves. */
const copyPackage = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, filter: (path) => relative(from, path) !== 'node_modules' });

/** The folder of a package in that version, wherever under node_modules package-lock.json has it. */
function installedAs(name: string, version: string): string {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  const found = Object.entries(packages).find(
    ([path, each]) => path.endsWith(`node_modules/${name}`) && each.version?.startsWith(`${version}.`),
  );
  if (found === undefined) throw new Error(`package-lock.json has no ${name} ${version}: let OTHERS name a version that it has`);
  return resolve(found[0]);
}
