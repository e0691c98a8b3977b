import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userEnvironment } from '../synth/checkout.ts';
import { built } from './built.ts';
import { CDK8S_PROJECT, installPackages, typeScripts, type Beside } from './install-packages.ts';
import { KIT, REALM } from './project.ts';

const MOST_PACKAGES = 25;
const MOST_BYTES = 20_000_000;
const ALONE: Beside = { peers: [], tools: {}, others: {} };
const TYPES_OF_NODE: Versions = { '@types/node': '24.x' };
type Versions = Readonly<Record<string, string>>;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civ8s-kit-'));
  const { tarball } = await built();
  for (const [project, beside] of [
    ['alone', ALONE],
    ['typed', { ...ALONE, tools: TYPES_OF_NODE }],
    ['charts', { ...CDK8S_PROJECT, tools: TYPES_OF_NODE, others: {} }],
  ] as const) {
    mkdirSync(join(folder, project));
    writeManifest(project, 'commonjs');
    installPackages(join(folder, project), tarball, beside);
  }
  writeFileSync(join(folder, 'typed/controller.ts'), KIT);
  writeFileSync(join(folder, 'charts/realm.ts'), REALM);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const writeManifest = (project: string, type: string) =>
  writeFileSync(join(folder, project, 'package.json'), JSON.stringify({ name: project, version: '1.0.0', type }));

const node = (project: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: join(folder, project),
    env: userEnvironment(),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('the kit without cdk8s, express and client-node', () => {
  it(`is at most ${MOST_PACKAGES} packages and ${MOST_BYTES / 1_000_000} MB`, () => {
    const files = readdirSync(join(folder, 'alone/node_modules'), { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const packages = files.filter(({ name, parentPath }) => name === 'package.json' && /node_modules\/(@[^/]+\/)?[^/]+$/.test(parentPath));
    expect(packages.length).toBeLessThanOrEqual(MOST_PACKAGES);
    expect(files.reduce((sum, { name, parentPath }) => sum + statSync(join(parentPath, name)).size, 0)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it.each(['model', 'kube', 'kinds', 'runtime', 'events', 'testing'])('opens civ8s/%s', (door) =>
    expect(node('alone', '--eval', `import('civ8s/${door}').then(() => console.log('open'))`)).toEqual({
      status: 0,
      stdout: 'open\n',
      stderr: '',
    }),
  );

  it.each([
    ['render', 'cdk8s', 'cdk8s cdk8s-plus-28 constructs'],
    ['apply', 'cdk8s', 'cdk8s cdk8s-plus-28 constructs'],
    ['serve', 'express', 'express'],
    ['dashboard', 'express', 'express'],
  ])('is told by civ %s what to install', (command, name, packages) =>
    expect(node('alone', 'node_modules/civ8s/package/civ.cjs', command)).toEqual({
      status: 1,
      stdout: '',
      stderr: `civ ${command}: needs the package ${name}, which is not installed here: npm install ${packages}\n`,
    }),
  );

  it('is told by civ up, before anything is started, that its workers need express', () =>
    expect(node('charts', 'node_modules/civ8s/package/civ.cjs', 'up')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'civ up: needs the package express, which is not installed here: npm install express\n',
    }));
});

/** What a tsconfig.json may say, and the `type` of the package.json beside it. TypeScript 7 has no node10 any more. */
const SETTINGS: readonly (readonly [name: string, type: 'commonjs' | 'module', module: string, resolution: Versions])[] = [
  ['commonjs', 'commonjs', 'commonjs', { '5': 'node10', '7': 'bundler' }],
  ['node16, CommonJS', 'commonjs', 'node16', {}],
  ['node16, ES modules', 'module', 'node16', {}],
  ['node20', 'commonjs', 'node20', {}],
  ['nodenext', 'module', 'nodenext', {}],
  ['bundler', 'module', 'esnext', { '5': 'bundler', '7': 'bundler' }],
];

describe.each(['5', '7'])('TypeScript %s, strict and without skipLibCheck', (version) => {
  const compile = (project: string, type: string, module: string, moduleResolution?: string) => {
    const compilerOptions = { module, moduleResolution, target: 'es2022', strict: true, noEmit: true, types: ['node'] };
    writeManifest(project, type);
    writeFileSync(join(folder, project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    return node(project, typeScripts().get(version) ?? '');
  };
  const nothing = { status: 0, stdout: '', stderr: '' };

  it.each(SETTINGS)(
    'takes the kit by %s',
    (_, type, module, resolution) => expect(compile('typed', type, module, resolution[version])).toEqual(nothing),
    60_000,
  );

  it.each(SETTINGS.filter(([name]) => name.startsWith('node16')))(
    'takes the constructs by %s',
    (_, type, module) => expect(compile('charts', type, module)).toEqual(nothing),
    60_000,
  );
});
