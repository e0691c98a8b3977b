import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { neededPackages } from '../../scripts/needed-packages.ts';

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly version: string;
  readonly dependencies: Versions;
  readonly peerDependencies: Versions;
}

/** What a project has beside this package. */
export interface Beside {
  /** Of our optional peers. */
  readonly peers: readonly string[];
  /** Of what is installed here, with the versions that the project names. */
  readonly tools: Versions;
  /** What it has in other versions than we, wherever under node_modules package-lock.json has those. */
  readonly others: Versions;
}

/** What a project of cdk8s has: its template's TypeScript, and the oldest types of Node that are here. */
export const CDK8S_PROJECT: Beside = {
  peers: ['cdk8s', 'cdk8s-plus-28', 'constructs'],
  tools: { 'ts-node': '10.x' },
  others: { typescript: '5.9', '@types/node': '16' },
};

/** Where TypeScript is, by its major version. */
export const typeScripts = (): ReadonlyMap<string, string> =>
  new Map([
    ['5', join(installedAs('typescript', '5.9'), 'bin/tsc')],
    ['7', resolve('node_modules/typescript/bin/tsc')],
  ]);

/**
 * Puts a tarball of this package, what it says it needs, and what else a project has into the node_modules of a folder,
 * all of it from what is installed here, so that no registry is asked. Answers what a package.json there has to name.
 */
export function installPackages(
  project: string,
  tarball: string,
  { peers, tools, others }: Beside,
): { readonly dependencies: Versions; readonly devDependencies: Versions } {
  const here = resolve('node_modules');
  const there = join(project, 'node_modules');
  const own = join(there, 'civ8s');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['-xf', tarball, '-C', own, '--strip-components=1']);
  const { version, dependencies, peerDependencies } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as Manifest;
  const chosen = Object.fromEntries(Object.entries(peerDependencies).filter(([name]) => peers.includes(name)));

  const otherwise = new Map(Object.entries(others).map(([name, wanted]) => [join(here, name), installedAs(name, wanted)]));
  const needed = neededPackages(Object.keys({ ...dependencies, ...chosen, ...tools }), resolve('.'), new Set(otherwise.keys()));
  for (const folder of needed) copyPackage(otherwise.get(folder) ?? folder, join(there, relative(here, folder)));
  return {
    dependencies: { ...chosen, civ8s: version },
    devDependencies: { ...Object.fromEntries(Object.entries(others).map(([name, wanted]) => [name, `${wanted}.x`])), ...tools },
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
  if (found === undefined) throw new Error(`package-lock.json has no ${name} ${version}: name a version that it has`);
  return resolve(found[0]);
}
