import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from '../../kube/connect.ts';
import { deployments } from '../../kube/objects/built-in.ts';
import { resource, type KubeObject } from '../../kube/objects/resource.ts';
import { userEnvironment } from '../synth/checkout.ts';
import { until } from '../until.ts';
import { built } from './built.ts';
import { documentedBlocks } from './documented.ts';
import { installPackages, typeScripts } from './install-packages.ts';

/** A kind is written in zod, and one block shows a construct. */
const PEERS = ['zod', 'cdk8s', 'cdk8s-plus-28', 'constructs'];
const EXAMPLE = 'docs/examples/website';
const HELLO = { namespace: 'default', name: 'hello' };
const websites = resource<KubeObject & { readonly status?: { readonly readyReplicas?: number } }>(
  'example.com',
  'v1',
  'websites',
  'Website',
);

let project: string;
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'civ8s-website-'));
  installPackages(project, (await built()).tarball, { peers: PEERS, tools: { '@types/node': '24.x' }, others: {} });
  cpSync(join(project, 'node_modules/civ8s', EXAMPLE), project, { recursive: true });
  mkdirSync(join(project, 'docs'));
  for (const [file, text] of documentedBlocks(join(project, 'node_modules/civ8s/docs'), ['write-a-controller.md', 'test-a-controller.md']))
    writeFileSync(join(project, 'docs', file), text);
}, 240_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const here = () => ({ cwd: project, env: userEnvironment() });
const node = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { ...here(), encoding: 'utf8' });
  return { status, stdout: status === 0 ? '' : stdout, stderr };
};
const start = (...args: readonly string[]) => spawn(process.execPath, args, { ...here(), stdio: ['ignore', 'pipe', 'inherit'] });
const hello = () => JSON.parse(readFileSync(join(EXAMPLE, 'hello.json'), 'utf8')) as KubeObject;

describe('the project of docs/examples/website, with the tarball', () => {
  const passed = { status: 0, stdout: '', stderr: '' };

  it('compiles, with every block of the pages in the tarball', () => expect(node(typeScripts().get('7') ?? '')).toEqual(passed));

  it('passes its own tests', () => expect(node('--test')).toEqual(passed), 400_000);

  it('is tested in a lab as docs/test-a-controller.md begins', () => {
    const [first = ''] = globSync('docs/of-test-a-controller-*.ts', { cwd: project }).sort();
    expect(node(first)).toEqual(passed);
  });

  it('serves a Website on civ api-server', async () => {
    const processes: ChildProcess[] = [];
    expect(node('src/write-crds.ts')).toEqual(passed);
    try {
      const server = start('node_modules/civ8s/package/civ.cjs', 'api-server', '--crds=crds', '--kubeconfig=kubeconfig');
      processes.push(server);
      await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
      const { client, close } = await connect({ env: {}, kubeconfig: join(project, 'kubeconfig') });
      processes.push(start('src/main.ts', '--kubeconfig=kubeconfig', '--http-addr=127.0.0.1:0'));
      await client.create(websites, hello());
      const deployment = () => client.get(deployments, HELLO).catch(() => undefined);
      await until('the Deployment', async () => (await deployment())?.spec?.replicas === 2, { seconds: 60 });
      await client.patch(deployments, HELLO, { merge: { status: { replicas: 2, readyReplicas: 2 } } }, { subresource: 'status' });
      const readyReplicas = async () => (await client.get(websites, HELLO)).status?.readyReplicas;
      await until('two pods that are ready', async () => (await readyReplicas()) === 2, { seconds: 60 });
      await close();
    } finally {
      for (const process of processes.toReversed()) {
        const gone = once(process, 'exit');
        process.kill('SIGTERM');
        await gone;
      }
    }
  }, 200_000);
});
