import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadAll } from 'js-yaml';
import { restrictedProblems, type PodFields } from '../constructs/restricted-fields.ts';
import { built } from '../package/built.ts';
import { describeReal, borrowRealApiServer } from '../real/api-server.ts';
import { copyOfCheckout, type Checkout } from '../synth/checkout.ts';
import { blocksOf } from './blocks.ts';

const blocks = blocksOf(readFileSync('README.md', 'utf8'));
const textsOf = (wanted: string) => blocks.filter(({ language }) => language === wanted).map(({ text }) => text);
const sources = blocks.flatMap(({ language, file, text }) => (language === 'ts' && file !== undefined ? [{ file, text }] : []));

interface Deployment {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas: number; readonly template: { readonly spec: PodFields } };
}

describe('the commands of README.md, in a checkout', () => {
  let checkout: Checkout;
  beforeAll(() => {
    checkout = copyOfCheckout();
  });
  afterAll(() => checkout.remove());

  it('install what package-lock.json says', () => expect(checkout.run('npm', 'ci', '--dry-run', '--offline').status).toBe(0));

  it('say what the page says', () => {
    for (const session of textsOf('console')) {
      const [, command = '', output] = /^\$ (.*)\n([\s\S]*)$/.exec(session) ?? [];
      const { status, stdout } = checkout.run('sh', '-c', `NPM_CONFIG_LOGLEVEL=error ${command.replace('npm run', 'npm run -s')} 2>&1`);
      expect({ status, stdout }).toEqual({ status: 0, stdout: output });
    }
  });

  it('bring the realm to life, print a kubeconfig, and end all of it at Ctrl-C', async () => {
    const started = spawn(process.execPath, ['package/civ.cjs', 'up'], { cwd: checkout.folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(started, 'exit');
    try {
      expect(JSON.parse(readFileSync(join(checkout.folder, 'package.json'), 'utf8'))).toMatchObject({
        scripts: { start: 'node --max-semi-space-size=4 package/civ.cjs up' },
      });
      const said: string[] = [];
      for await (const line of createInterface({ input: started.stdout }))
        if (said.push(line) && /\/woodworker has \d+ wood$/.test(line)) break; // on a busy machine the first that is seen may be 20
      const kubeconfig = /^export KUBECONFIG=(.*)$/.exec(said[0] ?? '')?.[1] ?? '';
      expect(existsSync(kubeconfig)).toBe(true);
      started.kill('SIGINT');
      expect(await ended).toEqual([0, null]);
      expect(existsSync(kubeconfig)).toBe(false);
    } finally {
      started.kill('SIGINT'); // it ends its workers too, which an ungentler signal would leave behind
      await ended;
    }
  }, 180_000);

  describeReal('on a cluster', () => {
    it('apply dist/ in one go', async () => {
      const server = await borrowRealApiServer();
      const { status, stdout, stderr } = checkout.run(
        'sh',
        '-c',
        `KUBECONFIG=${server.kubeconfig} ${server.assets}/kubectl apply -f dist/`,
      );
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('deployment.apps/craftsman created');
    });
  });
});

describe('the examples of README.md, in a checkout', () => {
  let checkout: Checkout;
  const deployment = (name: string): Deployment | undefined =>
    globSync(join(checkout.folder, 'dist', '*.yaml'))
      .flatMap((file) => loadAll(readFileSync(file, 'utf8')) as Deployment[])
      .find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
  const node = (...args: string[]) => checkout.run('node_modules/.bin/node', ...args);

  beforeAll(async () => {
    checkout = copyOfCheckout();
    cpSync(join((await built()).folder, 'build'), join(checkout.folder, 'build'), { recursive: true });
    for (const { file, text } of sources) writeFileSync(join(checkout.folder, file), text);
    expect(checkout.run('npm', 'run', 'synth')).toMatchObject({ status: 0 });
  }, 240_000);
  afterAll(() => checkout.remove());

  it('are type-checked as all else is', () => {
    expect(sources.map(({ file }) => file)).toEqual(['realm.ts', 'brewery.ts', 'tavern.ts', 'valley.ts']);
    writeFileSync(
      join(checkout.folder, 'tsconfig.readme.json'),
      JSON.stringify({ extends: './tsconfig.json', include: [], files: sources.map(({ file }) => file) }),
    );
    expect(node('node_modules/typescript/bin/tsc', '--project', 'tsconfig.readme.json')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('make breweries out of data', () => {
    expect(deployment('north-brewery')).toMatchObject({
      metadata: { labels: { 'civ8s.dev/shop-type': 'brewery', town: 'hill' } },
      spec: { replicas: 2 },
    });
    expect(deployment('south-brewery')).toMatchObject({
      metadata: { labels: { 'civ8s.dev/shop-type': 'brewery', town: 'shore' } },
      spec: { replicas: 2 },
    });
  });

  it('make a tavern with a bard and songs, as restricted as any worker', () => {
    const pod = deployment('tavern')?.spec.template.spec ?? { containers: [] };
    expect(pod).toMatchObject({
      containers: [
        { name: 'tavern', imagePullPolicy: 'Always', volumeMounts: expect.arrayContaining([{ name: 'songs', mountPath: '/songs' }]) },
        { name: 'bard', image: 'busybox:1.37', volumeMounts: [{ name: 'songs', mountPath: '/songs' }] },
      ],
      volumes: expect.arrayContaining([{ name: 'songs', emptyDir: { sizeLimit: '16Mi' } }]),
    });
    expect(restrictedProblems(pod)).toEqual([]);
  });

  it(
    'synthesise from a project that has the package',
    () => expect(node('valley.ts')).toEqual({ status: 0, stdout: 'civ-system.k8s.yaml\nkingdom-of-valley.k8s.yaml\n', stderr: '' }),
    60_000,
  );
});
