import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { doors, reachedTypes } from '../../scripts/door-types.ts';
import { restrictedProblems, type PodFields } from '../constructs/restricted-fields.ts';
import { describeReal, borrowRealApiServer, type BorrowedApiServer } from '../real/api-server.ts';
import { userEnvironment } from '../synth/checkout.ts';
import { built } from './built.ts';
import { CDK8S_PROJECT, installPackages } from './install-packages.ts';
import { CONSUMER, CONTROLLER, LAB, MAIN, REALM } from './project.ts';

interface KubeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: { readonly template: { readonly spec: PodFields } };
}

let folder: string;
const project = () => join(folder, 'project');
let packedBytes: number;
const packed: string[] = [];

const write = (file: string, text: string) => writeFileSync(join(project(), file), text);

/** In the project, on the Node that we ask for. */
function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '', ...shell } = userEnvironment();
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: project(),
    env: { ...shell, PATH: [dirname(process.execPath), PATH].join(delimiter), NPM_CONFIG_LOGLEVEL: 'error', ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
/** What npx would run, without the time that npx takes to start. */
const bin = (name: string) => join(project(), 'node_modules', '.bin', name);
const node = (script: string) => run(process.execPath, ['--eval', script]);

/** What `cdk8s init typescript-app` makes, without its tests, and its packages as npm would put them there. */
function initProject(tarball: string): void {
  const template = 'node_modules/cdk8s-cli/templates/typescript-app';
  mkdirSync(project());
  for (const file of ['cdk8s.yaml', 'tsconfig.json']) cpSync(join(template, file), join(project(), file));
  const { name, version, main, types } = JSON.parse(readFileSync(join(template, 'package.json'), 'utf8')) as Readonly<
    Record<string, string>
  >;
  const installed = installPackages(project(), tarball, CDK8S_PROJECT);
  write('package.json', JSON.stringify({ name: name?.replace('{{ $base }}', 'app'), version, main, types, private: true, ...installed }));
  write('realm.ts', REALM);
  write('main.ts', MAIN);
  const { status, stderr } = run('npm', ['rebuild', '--offline', '--ignore-scripts']);
  if (status !== 0) throw new Error(`npm rebuild, which makes node_modules/.bin: ${stderr}`);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civ8s-package-'));
  const { tarball } = await built();
  packed.push(...execFileSync('tar', ['-tf', tarball], { encoding: 'utf8' }).split('\n').filter(Boolean));
  packedBytes = statSync(tarball).size;
  initProject(tarball);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the tarball', () => {
  it('is built first', () =>
    expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ scripts: { prepack: 'npm run -s build' } }));

  it('holds what is compiled, its types, civ, the tour, the worked example and the pages about it, and nothing else', () => {
    const kinds = packed
      .map((file) => file.replace(/^package\//, ''))
      .filter(
        (file) =>
          !/^build\/(.*\.(js|js\.map|d\.ts|json|proto)|package\/\w+\.d\.cts|dashboard\/page\/(index\.html|assets\/(style|chapter)-\w+\.css|tour\/[\w-]+\.html))$/.test(
            file,
          ),
      );
    const chapters = globSync('docs/tour/*-*.md');
    const example = globSync('docs/examples/website/**', { withFileTypes: true }).filter((entry) => entry.isFile());
    const files = example.map(({ parentPath, name }) => relative('.', join(parentPath, name)));
    const pages = ['embedded', 'kinds', 'test-a-controller', 'webhooks', 'write-a-controller'].map((name) => `docs/${name}.md`);
    expect(kinds.sort()).toEqual(['README.md', ...pages, ...files, ...chapters, 'package.json', 'package/civ.cjs'].sort());
    expect(packed.filter((file) => /\/(test|bench|scripts)\//.test(file) && !file.includes('/docs/examples/website/'))).toEqual([]);
  });

  it('holds the messages for readers in other languages', () =>
    expect(packed.filter((file) => file.endsWith('.proto')).sort()).toEqual(
      ['envelope', 'resource'].map((name) => `package/build/events/formats/kollect/${name}.proto`),
    ));

  it('is as small as README.md says', () => {
    const [, limit] = /\(less than (\d+) MB, with types and source maps\)/.exec(readFileSync('README.md', 'utf8')) ?? [];
    expect(packedBytes / 1_000_000).toBeLessThan(Number(limit));
  });

  it('has the types that its doors lead to, all of them, and no others', () => {
    const own = 'node_modules/civ8s/build';
    const shown = reachedTypes(
      join(project(), own),
      doors().map((door) => `package/${door}.d.ts`),
    );
    expect(packed.filter((file) => file.endsWith('.d.ts')).sort()).toEqual([...shown].map((file) => `package/build/${file}`).sort());
    expect(packed.filter((file) => file.endsWith('.d.cts')).sort()).toEqual(doors().map((door) => `package/build/package/${door}.d.cts`));
  });
});

describe.each(['model', 'constructs', 'kube', 'runtime', 'events', 'testing'])('civ8s/%s', (door) => {
  it('opens by import and by require, to the same names', () =>
    expect(
      node(
        `import('civ8s/${door}').then((imported) => { const required = Object.keys(require('civ8s/${door}')); console.log(required.length > 0 && String(required) === String(Object.keys(imported))); })`,
      ),
    ).toEqual({
      status: 0,
      stdout: 'true\n',
      stderr: '',
    }));
});

describe('what is installed with it', () => {
  it('is all that its package.json names, in versions that it takes, and nothing else', () =>
    expect(run('npm', ['ls', '--all', '--offline'])).toMatchObject({ status: 0, stderr: '' }));
});

describe('a project as `cdk8s init typescript-app` makes it', () => {
  const objects = (out: string) =>
    globSync(join(project(), out, '*.yaml')).flatMap((file) => loadAll(readFileSync(file, 'utf8')) as KubeObject[]);
  const deployments = (out: string) => objects(out).filter(({ kind }) => kind === 'Deployment');

  beforeAll(() => {
    expect(run(bin('ts-node'), ['main.ts'])).toEqual({
      status: 0,
      stdout: 'civ-system.k8s.yaml\nkingdom-of-songs.k8s.yaml\n',
      stderr: '',
    });
  });

  it(
    'compiles a realm with a shop type of its own, on its own TypeScript and tsconfig.json; a good that the supplier does not make is an error',
    () => expect(run(bin('tsc'), [])).toEqual({ status: 0, stdout: '', stderr: '' }),
    60_000,
  );

  it('writes where `cdk8s synth` wants it', () => {
    expect(run(process.execPath, ['main.js'], { CDK8S_OUTDIR: 'elsewhere' }).status).toBe(0);
    expect(objects('elsewhere')).toEqual(objects('dist'));
  });

  // Its lib, es2016, has no AsyncGenerator, and its types of Node no AsyncDisposable.
  it('compiles a controller and a consumer with skipLibCheck, and is told by that what is published', () => {
    write('controller.ts', CONTROLLER);
    write('consumer.ts', CONSUMER);
    write('lab.ts', LAB);
    expect(run(bin('tsc'), ['--skipLibCheck'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(run(process.execPath, ['consumer.js'])).toEqual({ status: 0, stdout: 'mill is there\nmill is gone\n', stderr: '' });
  });

  it('tests its controller in a lab, with an answer that is lost, and half a minute later', () =>
    expect(run(process.execPath, ['lab.js'])).toEqual({
      status: 0,
      stdout: "{ 'example.com/seen': 'yes' } [ 'patch configmaps default/a', 'patch configmaps default/a' ]\n",
      stderr: '',
    }));

  it('synthesises the sidecar and the volume of its shop type, restricted', () => {
    const tavern = deployments('dist').find(({ metadata }) => metadata.name === 'tavern')?.spec.template.spec;
    expect(tavern?.containers.map(({ name }) => name)).toEqual(['tavern', 'bard']);
    expect(tavern?.volumes?.map(({ name }) => name)).toContain('songs');
    expect(deployments('dist').flatMap(({ spec }) => restrictedProblems(spec.template.spec))).toEqual([]);
  });

  // Node itself remarks on stderr that a package without a "type" holds an ES module.
  it.each(['realm.ts', 'realm.js'])('renders the same with civ from %s, by the settings beside the realm', (file) => {
    expect(run(bin('civ'), ['render', '--realm', file, '-o', 'rendered'])).toMatchObject({
      status: 0,
      stdout: 'rendered/civ-system.k8s.yaml\nrendered/kingdom-of-songs.k8s.yaml\n',
    });
    expect(objects('rendered')).toEqual(objects('dist'));
  });

  it('names the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(run('npx', ['civ', 'version']).stdout).toBe(`civ ${version}\n`);
    expect(deployments('dist')[0]?.spec.template.spec.containers[0]).toMatchObject({ image: `civ8s:${version}` });
  });

  it('is told by civ that its Node is too old', () => {
    write('older.cjs', "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });\n");
    expect(run(process.execPath, ['--require', './older.cjs', 'node_modules/civ8s/package/civ.cjs', 'version'])).toEqual({
      status: 1,
      stdout: '',
      stderr: 'civ: cannot run on Node 20.20.2, which is older than 24: install Node 24 or newer\n',
    });
  });

  describeReal('applied to a real API server', () => {
    let server: BorrowedApiServer;
    const kubectl = (...args: string[]) => {
      const { status, stdout, stderr } = run(join(server.assets, 'kubectl'), args, { KUBECONFIG: server.kubeconfig });
      return { status, stdout, stderr };
    };
    beforeAll(async () => {
      server = await borrowRealApiServer();
    });

    it(
      'is taken field by field, without a warning',
      () =>
        expect(kubectl('apply', '--server-side', '--validate=strict', '-f', resolve(project(), 'dist'))).toMatchObject({
          status: 0,
          stderr: '',
        }),
      60_000,
    );

    it('has pods that Pod Security lets in', () => {
      for (const { metadata, spec } of deployments('dist')) {
        const pod = {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: metadata.name, namespace: metadata.namespace },
          spec: spec.template.spec,
        };
        write('pod.json', JSON.stringify(pod));
        expect(kubectl('create', '--dry-run=server', '-f', 'pod.json')).toEqual({
          status: 0,
          stdout: `pod/${metadata.name} created (server dry run)\n`,
          stderr: '',
        });
      }
    });
  });
});
