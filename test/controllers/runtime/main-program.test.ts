import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection } from '../../../kube/connect.ts';
import { configMaps, leases } from '../../../kube/objects/built-in.ts';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { until } from '../../until.ts';
import { startProgram, type ControllerProcess } from './controller-process.ts';

/** What it imports is stripped of its types once. */
const PROGRAM = ['--require', './scripts/compile-cache.cjs', 'test/controllers/runtime/two-controllers.ts'];
const folder = mkdtempSync(join(tmpdir(), 'civ8s-program-'));
const kubeconfig = join(folder, 'kubeconfig');
let server: ApiServer;
let connection: Connection;
let program: ControllerProcess | undefined;
beforeAll(async () => {
  server = await startApiServer();
  writeFileSync(kubeconfig, server.kubeconfig);
  connection = await connect({ env: {}, kubeconfig });
});
afterEach(async () => {
  program?.kill('SIGKILL');
  await program?.ended;
});
afterAll(async () => {
  await connection.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

const start = (...args: readonly string[]): ControllerProcess =>
  (program = startProgram([...PROGRAM, `--kubeconfig=${kubeconfig}`, '--http-addr=127.0.0.1:0', ...args]));
const put = (name: string) => connection.client.create(configMaps, { metadata: { namespace: 'default', name, labels: { marked: '' } } });
const dataOf = async (name: string) => (await connection.client.get(configMaps, { namespace: 'default', name })).data;

/** What it prints where it does not run. */
async function said(...args: readonly string[]): Promise<readonly [code: unknown, stdout: string, stderr: string]> {
  const child = spawn(process.execPath, [...PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts[0] += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts[1] += text));
  const [code] = (await once(child, 'close')) as [unknown];
  return [code, texts[0] ?? '', texts[1] ?? ''];
}

describe('a program of several controllers', () => {
  it('has one Lease by its own name, one page of metrics, and ends with 0 when it is asked to', async () => {
    await put('a');
    const running = start('--mark=here');
    await until('both marks', async () => Object.keys((await dataOf('a')) ?? {}).length === 2);
    expect(await dataOf('a')).toEqual({ left: 'here', right: 'here' });
    const { items } = await connection.client.list(leases, { namespace: 'default' });
    expect(items.map(({ metadata }) => metadata?.name)).toEqual(['markers']);
    const managers = (await connection.client.get(configMaps, { namespace: 'default', name: 'a' })).metadata?.managedFields;
    expect(managers?.map(({ manager }) => manager)).toContain('markers');
    const [, page] = await running.get('/metrics');
    expect(page).toContain('controller_runtime_reconcile_total{controller="left",result="success"}');
    expect(page).toContain('controller_runtime_reconcile_total{controller="right",result="success"}');
    expect(running.logs.find(({ message }) => message === 'starting')).toMatchObject({ controller: 'left, right', version: '1.2.0' });
    running.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('ends at once at the second signal', async () => {
    await put('dawdling');
    const running = start('--leader-elect=false');
    await running.logged('listed');
    running.kill('SIGTERM');
    await until('the end of the probes', async () => (await running.get('/readyz'))[1] === 'stopping\n');
    running.kill('SIGINT');
    expect(await running.ended).toBe(130);
  });

  it('says what it is and what it can be told', async () => {
    expect(await said('--version')).toEqual([0, 'markers version 1.2.0\n', '']);
    const [code, help] = await said('--help');
    expect([code, help]).toEqual([0, expect.stringMatching(/^markers runs:\n\nleft: writes left\.\n {2}--mark=<text>/)]);
    expect(help).toContain('right: writes right.');
    expect(help).toContain('As every controller:');
  });

  it('says in one line why it does not start, and ends with 1', async () => {
    expect(await said('--marc=x')).toEqual([1, '', 'markers: unknown flag --marc (did you mean --mark?): --help lists them all\n']);
    const [code, , why] = await said(`--kubeconfig=${folder}/none`);
    expect([code, why.split('\n').length, why]).toEqual([1, 2, expect.stringMatching(/^markers: /)]);
  });
});
