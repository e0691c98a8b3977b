import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { kingdoms } from '../../cli/kingdoms.ts';
import { towns } from '../../cli/towns.ts';
import { outcomeIn, outcomeOf } from './invocation.ts';
import { startSmallCluster, type SmallCluster } from './small-cluster.ts';

describe('what goes wrong with a cluster, in a line that helps', () => {
  let cluster: SmallCluster;
  let folder: string;
  beforeAll(async () => {
    cluster = await startSmallCluster({ tokens: { guest: { name: 'guest', groups: ['system:authenticated'], extra: {} } } });
    folder = mkdtempSync(join(tmpdir(), 'civ8s-errors-'));
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const kubeconfig = (name: string, change: (text: string) => string) => {
    const file = join(folder, name);
    writeFileSync(file, change(cluster.server.kubeconfig));
    return file;
  };
  const failing = async (...args: string[]) => {
    const { code, stdout, stderr } = await outcomeIn({ env: { HOME: folder } }, kingdoms, ...args);
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
    return stderr;
  };

  it('no kubeconfig', async () => expect(await failing()).toMatch(/^civ kingdoms: .*: name a kubeconfig with --kubeconfig or KUBECONFIG, or start a realm here with `civ up`\n$/));
  it('a kubeconfig that is not there', async () => expect(await failing('--kubeconfig', join(folder, 'none'))).toContain('none'));
  it('a context that is not there', async () => expect(await failing('--kubeconfig', cluster.kubeconfig, '--context', 'moon')).toContain('moon'));
  it('nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close();
    await once(server, 'close');
    const file = kubeconfig('closed', (text) => text.replaceAll(/:\d+"/g, `:${port}"`));
    expect(await failing('--kubeconfig', file)).toMatch(/could not list namespaces.*: is the cluster running\? --kubeconfig and --context choose another\n$/);
  });
  it('a token that is not accepted (401)', async () =>
    expect(await failing('--kubeconfig', kubeconfig('wrong', (text) => text.replaceAll(cluster.server.adminToken, 'wrong')))).toMatch(/: sign in again, or name another context with --context\n$/));
  it('a right that is missing (403), and which', async () =>
    expect(await failing('--kubeconfig', kubeconfig('guest', (text) => text.replaceAll(cluster.server.adminToken, 'guest')))).toMatch(
      /User "guest" cannot list resource "namespaces".*: ask for that right, or name another context with --context\n$/,
    ));
  it('a server that does not answer in time', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const file = kubeconfig('silent', (text) => text.replaceAll(/https:\/\/127\.0\.0\.1:\d+/g, `http://127.0.0.1:${port}`));
      expect(await failing('--kubeconfig', file, '--request-timeout', '50ms')).toMatch(/did not answer within 0\.05 s.*: is the cluster busy or unreachable\? --request-timeout gives it longer\n$/);
    } finally {
      server.close();
    }
  });
  it.each([
    [['--request-timeout', 'never'], "option '--request-timeout <duration>' argument 'never' is invalid. give a time like 90s, 5m or 1m30s"],
    [['-o', 'xml'], "option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are wide, json, yaml, name"],
    [['--kingdon', 'x'], "unknown option '--kingdon' (Did you mean --kingdom?)"],
  ])('a flag that is wrong: %j', async (args, message) => expect(await outcomeOf(towns, ...args)).toEqual({ code: 1, stdout: '', stderr: `civ towns: ${message}: civ towns --help shows what there is\n` }));
});
