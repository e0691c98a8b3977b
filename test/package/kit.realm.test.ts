import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { userEnvironment } from '../synth/checkout.ts';
import { built } from './built.ts';
import { CDK8S_PROJECT, installPackages, type Beside } from './install-packages.ts';
import { KIT, REALM } from './project.ts';
import { typeCheck } from './type-check.ts';

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

const FOR_CONSTRUCTS = SETTINGS.filter(([name]) => name.startsWith('node16'));
const MISTAKE: (typeof SETTINGS)[number] = ['a mistake', 'module', 'nodenext', {}];

describe.each(['5', '7'] as const)('TypeScript %s, strict and without skipLibCheck', (version) => {
  const said = new Map<string, string>();
  const nameOf = (project: 'typed' | 'charts', name: string) => join(folder, project, `${version} ${name}`);

  /** A project of its own, which finds the packages of the folder that it is in. */
  const lay = (project: 'typed' | 'charts', [name, type, module, resolution]: (typeof SETTINGS)[number], source: string) => {
    const at = nameOf(project, name);
    const compilerOptions = {
      module,
      moduleResolution: resolution[version],
      target: 'es2022',
      strict: true,
      noEmit: true,
      types: ['node'],
    };
    mkdirSync(at);
    writeManifest(relative(folder, at), type);
    writeFileSync(join(at, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    writeFileSync(join(at, 'source.ts'), source);
    return at;
  };

  beforeAll(() => {
    const kits = SETTINGS.map((each) => lay('typed', each, KIT));
    const charts = FOR_CONSTRUCTS.map((each) => lay('charts', each, REALM));
    const wrong = lay('typed', MISTAKE, `${KIT}export const none = seconds('1');\n`);
    for (const [project, text] of typeCheck(version, [...kits, ...charts, wrong])) said.set(project, text);
  }, 240_000);

  it.each(SETTINGS)('takes the kit by %s', (name) => expect(said.get(nameOf('typed', name))).toBe(''));
  it.each(FOR_CONSTRUCTS)('takes the constructs by %s', (name) => expect(said.get(nameOf('charts', name))).toBe(''));

  it('finds a mistake where there is one', () => expect(said.get(nameOf('typed', MISTAKE[0]))).toContain('error TS2345'));
});
