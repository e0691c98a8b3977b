import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { load } from 'js-yaml';
import { loadedPart } from '../../scripts/loaded-part.ts';
import { neededPackages } from '../../scripts/needed-packages.ts';
import { restrictedPod } from '../../constructs/restricted.ts';
import { COMMIT_FILE } from '../../model/git-commit.ts';
import { built } from './built.ts';
import { dockerContext, dockerIgnore } from './docker-context.ts';

interface Instruction {
  readonly verb: string;
  readonly words: readonly string[];
}

const instructions = readFileSync('Dockerfile', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line): Instruction => {
    const [verb = '', ...words] = line.split(' ');
    return { verb, words };
  });
const lastStage = instructions.slice(instructions.findLastIndex(({ verb }) => verb === 'FROM'));
const wordsOf = (wanted: string): readonly string[] => lastStage.find(({ verb }) => verb === wanted)?.words ?? [];

const { first, given } = dockerIgnore;
const context = dockerContext();

describe('the Dockerfile', () => {
  it('copies what the build context has', () => {
    expect(first).toBe('*');
    expect(given.filter((rule) => !existsSync(rule.slice(1)))).toEqual([]);
    const sources = instructions
      .filter(({ verb, words }) => verb === 'COPY' && !words[0]?.startsWith('--from'))
      .flatMap(({ words }) => words.slice(0, -1));
    expect(sources).toContain('package-lock.json');
    expect(sources.filter((source) => source !== '.' && !context.includes(source))).toEqual([]);
  });

  it('runs as the user that the manifests name, by number', () =>
    expect(wordsOf('USER')).toEqual([`${restrictedPod.user}:${restrictedPod.group}`]));

  it('is built and put into the manifests by Skaffold under the name that they have', () => {
    const { build, manifests } = load(readFileSync('skaffold.yaml', 'utf8')) as {
      build: { artifacts: readonly { image: string; docker: { dockerfile: string } }[] };
      manifests: { rawYaml: readonly string[] };
    };
    expect(build.artifacts).toEqual([{ image: 'civ8s', docker: { dockerfile: 'Dockerfile' } }]);
    const images = globSync([...manifests.rawYaml]).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/image: (\S+):/g)].map(([, name]) => name),
    );
    expect(new Set(images)).toEqual(new Set(['civ8s']));
  });
});

describe('the image, as a folder', () => {
  let folder: string;
  const root = () => join(folder, 'image');
  const app = () => join(root(), 'app');
  /** The entrypoint of the Dockerfile, which puts the same two parts at the same places. */
  const entrypoint = (): readonly [string, string] => {
    const [node = '', script = ''] = JSON.parse(wordsOf('ENTRYPOINT').join(' ')) as string[];
    const copies = lastStage.filter(({ verb }) => verb === 'COPY').map(({ words }) => words.slice(1));
    expect(copies).toEqual([
      [`/image${node}`, node],
      ['/image/app', '/app'],
    ]);
    return [join(root(), node), join(root(), script)];
  };
  const env = { NODE_ENV: 'production' };
  const civ = (...args: string[]) => {
    const [node, script] = entrypoint();
    const { status, stdout, stderr } = spawnSync(node, [script, ...args], { cwd: '/', env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-image-'));
    execFileSync(resolve('node_modules/node/bin/node'), ['scripts/image.ts', root(), '--with-node'], {
      cwd: (await built()).folder,
      stdio: 'ignore',
    });
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is made of the sources', () =>
    expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ scripts: { image: 'node scripts/image.ts' } }));

  it('is the same, byte for byte, when it is made in another folder', () => {
    const again = join(folder, 'again');
    execFileSync(resolve('node_modules/node/bin/node'), ['scripts/image.ts', again], { stdio: 'ignore' });
    const digests = (cwd: string) =>
      globSync('**', { cwd, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== COMMIT_FILE) // only a repository has a commit
        .map(({ parentPath, name }) => join(parentPath, name))
        .map((file) => `${relative(cwd, file)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`)
        .sort();
    expect(digests(again)).toEqual(digests(app()));
  });

  it('is written into an empty folder only', () => {
    const refused = 'npm run image -- FOLDER [--with-node]: name one folder that is empty or does not exist yet\n';
    for (const args of [[], ['--with-node'], [folder], [app(), '--with-nodes']])
      expect(spawnSync(resolve('node_modules/node/bin/node'), ['scripts/image.ts', ...args], { encoding: 'utf8' })).toMatchObject({
        status: 1,
        stdout: '',
        stderr: refused,
      });
  });

  it('has every library that its Node loads, where its loader looks for it', () => {
    const loaded = execFileSync('ldd', ['node_modules/node/bin/node'], { encoding: 'utf8' })
      .split('\n')
      .flatMap((line) => /\/\S+/.exec(line)?.[0] ?? []);
    expect(loaded).not.toEqual([]);
    expect(loaded.filter((library) => !existsSync(join(root(), library)))).toEqual([]);
  });

  it('has of Node all that is loaded, and nothing that only a debugger reads', () => {
    const [whole, kept] = [readFileSync('node_modules/node/bin/node'), readFileSync(entrypoint()[0])];
    const HEADER = 64; // which no longer tells of sections
    expect(kept.subarray(HEADER).equals(whole.subarray(HEADER, kept.length))).toBe(true);
    expect(kept.length).toBeLessThan(0.9 * whole.length);
    expect(() => loadedPart(Buffer.from('#!/bin/sh\n'))).toThrow('this is no program of Linux for a processor of 64 bits');
  });

  it('is civ', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(civ('version')).toEqual({ status: 0, stdout: `civ ${version}\n`, stderr: '' });
  });

  it('has every command, with all that it imports', () => {
    const commands = [...civ('help').stdout.matchAll(/^ {2}(\S+)/gm)].map(([, name = '']) => name);
    expect(commands).toContain('controller');
    for (const command of commands) {
      const missing = /ERR_MODULE_NOT_FOUND.*/s.exec(civ(command, '--help').stderr)?.[0];
      expect({ command, missing }).toEqual({ command, missing: undefined });
    }
  });

  it('names the lines of the sources where it tells of a defect', () => {
    const defect = join(folder, 'defect.cjs');
    writeFileSync(defect, "process.stdout.write = () => { throw new Error('nobody can read this'); };");
    const [node, script] = entrypoint();
    const { stderr } = spawnSync(node, ['--require', defect, script, 'version'], { cwd: '/', env, encoding: 'utf8' });
    const [, file = '', line] = /\(file:\/\/(\S+version\.ts):(\d+):\d+\)/.exec(stderr) ?? [];
    expect(relative(app(), file)).toBe('cli/commands/version.ts');
    expect(readFileSync('cli/commands/version.ts', 'utf8').split('\n')[Number(line) - 1]).toContain('stdout.write(');
  });

  it('names them also where nobody caught it', () => {
    const defect = join(folder, 'uncaught.cjs');
    writeFileSync(defect, "process.kill = () => { throw new Error('nobody can end this'); };");
    const [node, script] = entrypoint();
    const uncaught = { ...env, TMPDIR: folder, CIV_LIFELINE: 'stdin' };
    const { stderr } = spawnSync(node, ['--require', defect, script, 'api-server'], {
      cwd: '/',
      env: uncaught,
      encoding: 'utf8',
      input: '',
    });
    expect(stderr).toMatch(/^Error: nobody can end this\n\s+at process\.kill .*\n.*\(file:.*\/cli\/main\.ts:\d+:\d+\)$/m);
  });

  it('keeps the version and the licence of every package where its files would be', () => {
    const isLicence = (name: string) => /^(licen[cs]e|copying|notice)/i.test(name);
    const packages = globSync('**/node_modules/{*,@*/*}/package.json', { cwd: app() }).map((file) => dirname(file));
    expect(packages).toContain('node_modules/undici');
    for (const path of packages) {
      expect(readFileSync(join(app(), path, 'package.json'))).toEqual(readFileSync(join(path, 'package.json')));
      expect([path, readdirSync(join(app(), path)).filter(isLicence)]).toEqual([path, readdirSync(path).filter(isLicence)]);
    }
  });

  it('has the facts that its API server is made of', async () => {
    const [node, script] = entrypoint();
    const server = spawn(node, [script, 'api-server'], { cwd: '/', env: { ...env, TMPDIR: folder }, stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = once(server, 'exit');
    try {
      const said = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
      expect(said.value).toMatch(/^export KUBECONFIG=/);
    } finally {
      server.kill('SIGTERM');
      expect(await gone).toEqual([0, null]);
    }
  });

  it('has the thread that works out the plans of large realms', async () => {
    const thread = new Worker(join(app(), 'build/dashboard/plan/plan-thread.js'));
    try {
      thread.postMessage({ turn: 7, shops: [] }, []);
      expect(await once(thread, 'message')).toMatchObject([{ turn: 7 }]);
    } finally {
      await thread.terminate();
    }
  });

  it('has the page of the dashboard, bundled', () => {
    const page = join(app(), 'build/dashboard/page');
    const assets = globSync('assets/*', { cwd: page });
    const names = ['chapter.css', 'main.js', 'style.css', 'uPlot.esm.js'];
    expect(assets.map((file) => file.replace(/-\w+\./, '.')).sort()).toEqual(names.map((name) => `assets/${name}`));
    const html = readFileSync(join(page, 'index.html'), 'utf8');
    // A chart is opened, or a chapter of the tour: until then the page needs neither.
    for (const asset of assets) expect(html.includes(asset)).toBe(!/uPlot|chapter/.test(asset));
  });

  it('is a worker that makes and sells', async () => {
    const [directions, books] = [join(folder, 'directions.json'), join(folder, 'books')];
    mkdirSync(books);
    writeFileSync(directions, JSON.stringify([{ product: 'stone', amount: 3, minimum: 0, interval: 0.001 }]));
    const [node, script] = entrypoint();
    const worker = spawn(node, [script, 'serve', directions], {
      cwd: '/',
      env: { ...env, PORT: '0', POD_IP: '127.0.0.1', BOOKS: books, LOG_LEVEL: 'debug' },
    });
    try {
      const said = createInterface({ input: worker.stdout })[Symbol.asyncIterator]();
      const until = async (message: string): Promise<{ readonly port?: number }> => {
        const line = JSON.parse((await said.next()).value ?? '{}') as { readonly message?: string; readonly port?: number };
        return line.message === message ? line : until(message);
      };
      const { port } = await until('open');
      await until('turn');
      const sale = await fetch(`http://127.0.0.1:${port}/sell`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"item":"stone","quantity":1}',
      });
      expect(sale.status).toBe(200);
    } finally {
      const gone = once(worker, 'exit');
      worker.kill('SIGKILL');
      await gone;
    }
  });

  it('holds the dependencies, what realms and workers need, and the clients of three buses only', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const here = resolve('.');
    const clients = ['@nats-io/transport-node', '@nats-io/jetstream', 'amqplib', '@platformatic/kafka'];
    const needed = neededPackages([...Object.keys(dependencies), 'cdk8s', 'cdk8s-plus-28', 'constructs', 'express', ...clients], here);
    const allowed = new Set([...needed].map((path) => relative(here, path)));
    const held = globSync('**/node_modules/{*,@*/*}/package.json', { cwd: app() }).map((file) => file.slice(0, -'/package.json'.length));
    for (const name of ['express', ...clients]) expect(held).toContain(`node_modules/${name}`);
    expect(held.filter((name) => !allowed.has(name))).toEqual([]);
  });

  it('is small', () => {
    const mebibytes = (cwd: string) =>
      globSync('**', { cwd, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) /
      2 ** 20;
    expect(mebibytes(app())).toBeLessThan(40);
    expect(mebibytes(root())).toBeLessThan(200);
  });
});
