import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { apply } from '../../cli/commands/apply.ts';
import { audit } from '../../cli/commands/audit.ts';
import { diff } from '../../cli/commands/diff.ts';
import type { Command } from '../../cli/invocation.ts';
import { kingdoms } from '../../cli/commands/kingdoms.ts';
import { logs } from '../../cli/commands/logs.ts';
import { shops } from '../../cli/commands/shops.ts';
import { towns } from '../../cli/commands/towns.ts';
import { watch } from '../../cli/commands/watch.ts';
import { createAuthority } from '../../ground/certificates/certificate.ts';
import { outcomeIn, outcomeOf } from './invocation.ts';
import { startSmallCluster, type SmallCluster } from './small-cluster.ts';

interface Kubeconfig {
  readonly clusters: readonly [{ cluster: Record<string, unknown> }];
  readonly users: readonly [{ user: Record<string, unknown> }];
  readonly contexts: unknown[];
}

/** Each command that asks a cluster, as it is commonly called, and what it asks first. */
const COMMANDS: readonly (readonly [name: string, command: Command, args: readonly string[], attempt: string])[] = [
  ['kingdoms', kingdoms, [], 'could not list namespaces'],
  ['kingdoms', kingdoms, ['--watch'], 'could not list namespaces'],
  ['towns', towns, ['k'], 'could not list deployments.apps in k'],
  ['towns', towns, ['k', '-w'], 'could not list deployments.apps in k'],
  ['shops', shops, ['k', 't'], 'could not list pods in k'],
  ['shops', shops, ['-A', '-w'], 'could not list pods'],
  ['logs', logs, ['k', 't', 's'], 'could not list pods in k'],
  ['logs', logs, ['k', 't', 's', '-f'], 'could not list pods in k'],
  ['watch', watch, ['k'], 'could not list pods in k'],
  ['audit', audit, [], 'could not list namespaces'],
  ['apply', apply, ['--dist', 'dist'], 'could not get /api/v1'],
  ['diff', diff, ['--dist', 'dist'], 'could not get /api/v1'],
];

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
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const kubeconfig = (name: string, change: (config: Kubeconfig) => void) => {
    const config = JSON.parse(cluster.server.kubeconfig) as Kubeconfig;
    change(config);
    return write(name, JSON.stringify(config));
  };
  /** What a command says, without its name: one line, and nothing on stdout. */
  const said = async (name: string, command: Command, ...args: readonly string[]) => {
    const { code, stdout, stderr } = await outcomeIn({ env: { HOME: folder } }, command, ...args);
    expect({ code, stdout, lines: stderr.split('\n').length, name: stderr.startsWith(`civ ${name}: `) }).toEqual({
      code: 1,
      stdout: '',
      lines: 2,
      name: true,
    });
    return stderr
      .slice(`civ ${name}: `.length, -1)
      .replaceAll(`${folder}/`, '')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HERE');
  };
  const closedPort = async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    await once(server, 'close');
    return typeof address === 'object' && address !== null ? address.port : 0;
  };

  const OTHER = '; --kubeconfig names another file, and `civ up` starts a realm here';
  it.each([
    [
      'none',
      undefined,
      `there is no kubeconfig, and this is not a pod with a service account: give --kubeconfig, set KUBECONFIG, or create ~/.kube/config${OTHER}`,
    ],
    ['rubbish', 'a: [b\n c: }', `rubbish cannot be read as a kubeconfig (missed comma between flow collection entries (2:3))${OTHER}`],
    ['text', '"just text"', `text has no current context: set one with kubectl config use-context, or give --context${OTHER}`],
    ['number', 'contexts: 3', `contexts of number is not a list${OTHER}`],
    ['null', 'users: [null]', `users of null has an entry that is not an object${OTHER}`],
  ])('a kubeconfig that is %s', async (name, text, line) =>
    expect(await said('kingdoms', kingdoms, ...(text === undefined ? [] : ['--kubeconfig', write(name, text)]))).toBe(line),
  );

  it.each<[string, (config: Kubeconfig) => void, string]>([
    [
      'a user that is not there',
      ({ contexts: [context] }) => void Object.assign((context as { context: object }).context, { user: 'ghost' }),
      `config has no user ghost, which context civ8s names${OTHER}`,
    ],
    [
      'a certificate file that is not there',
      ({ users: [one] }) => (one.user = { 'client-certificate': 'gone.crt', 'client-key': 'gone.key' }),
      `gone.crt, which the kubeconfig names, cannot be read (ENOENT: no such file or directory, open 'gone.crt')${OTHER}`,
    ],
    [
      'a certificate that is none',
      ({ users: [one] }) => (one.user = { 'client-certificate-data': '!!!!', 'client-key-data': 'zzzz' }),
      `could not list namespaces: a certificate or key of the kubeconfig cannot be used (error:1E08010C:DECODER routines::unsupported)${OTHER}`,
    ],
    [
      'an authority that is not there',
      ({ clusters: [one] }) => void Object.assign(one.cluster, { 'certificate-authority-data': '', 'certificate-authority': 'gone.crt' }),
      `gone.crt, which the kubeconfig names, cannot be read (ENOENT: no such file or directory, open 'gone.crt')${OTHER}`,
    ],
    [
      'a server that is no address',
      ({ clusters: [one] }) => (one.cluster['server'] = 'here:6443'),
      `the server here:6443 of the kubeconfig is not a URL: it has to begin with https:// or http://${OTHER}`,
    ],
    [
      'a credential plugin that is not there',
      ({ users: [one] }) => (one.user = { exec: { command: 'no-such-plugin' } }),
      `the credential plugin no-such-plugin of the kubeconfig gave no credentials: spawn no-such-plugin ENOENT${OTHER}`,
    ],
    [
      'a server that has no name',
      ({ clusters: [one] }) => (one.cluster['server'] = 'https://nowhere.invalid'),
      'could not list namespaces: https://nowhere.invalid cannot be reached (getaddrinfo ENOTFOUND nowhere.invalid); check that the cluster is running, and that the context is the right one; --context and --kubeconfig choose another',
    ],
    [
      'another authority',
      ({ clusters: [one] }) =>
        (one.cluster['certificate-authority-data'] = Buffer.from(createAuthority('other', Date.now()).certificate).toString('base64')),
      'could not list namespaces: the certificate of https://HERE is not trusted (unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca); check that certificate-authority and tls-server-name of the kubeconfig belong to that server',
    ],
  ])('%s', async (_, change, line) =>
    expect(
      (await said('kingdoms', kingdoms, '--kubeconfig', kubeconfig('config', change))).replaceAll(/open '[^']*gone/g, "open 'gone"),
    ).toBe(line),
  );

  it('a file that is not there, a folder, a context that is not there', async () => {
    expect(await said('kingdoms', kingdoms, '--kubeconfig', join(folder, 'gone'))).toBe(
      `gone cannot be read as a kubeconfig (ENOENT: no such file or directory, open 'gone')${OTHER}`,
    );
    expect(await said('kingdoms', kingdoms, '--kubeconfig', tmpdir())).toContain(
      `cannot be read as a kubeconfig (EISDIR: illegal operation on a directory, read)${OTHER}`,
    );
    expect(await said('kingdoms', kingdoms, '--kubeconfig', cluster.kubeconfig, '--context', 'moon')).toContain(
      `has no context moon; it has civ8s${OTHER}`,
    );
  });

  it.each(COMMANDS)('%s where nobody listens: %#', async (name, command, args, attempt) => {
    const port = await closedPort();
    const file = kubeconfig('closed', ({ clusters: [one] }) => (one.cluster['server'] = `https://127.0.0.1:${port}`));
    expect(await said(name, command, ...args, '--kubeconfig', file)).toBe(
      `${attempt}: https://HERE cannot be reached (connect ECONNREFUSED HERE); check that the cluster is running, and that the context is the right one; --context and --kubeconfig choose another`,
    );
  });

  it.each(COMMANDS)('%s with a token that is not accepted (401): %#', async (name, command, args, attempt) => {
    const file = kubeconfig('wrong', ({ users: [one] }) => (one.user = { token: 'wrong' }));
    expect(await said(name, command, ...args, '--kubeconfig', file)).toBe(
      `${attempt}: Unauthorized; sign in again, or check that the kubeconfig names the right user; --context chooses another`,
    );
  });

  it.each(COMMANDS)('%s without the right to (403), and which: %#', async (name, command, args) => {
    const file = kubeconfig('guest', ({ users: [one] }) => (one.user = { token: 'guest' }));
    expect(await said(name, command, ...args, '--kubeconfig', file)).toMatch(
      /^could not .* is forbidden: User "guest" cannot (get|list) resource "(configmaps|namespaces|pods|deployments)" in API group "(apps)?" .*; ask for that right, or choose another user with --context$/,
    );
  });

  it.each(COMMANDS)('%s where no answer comes in time: %#', async (name, command, args, attempt) => {
    // It reads, and says nothing: who does not read never hears that the other side has gone, and stays open when the suite is over.
    const server = createServer((socket) => void socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const file = kubeconfig('silent', ({ clusters: [one] }) => (one.cluster['server'] = `http://127.0.0.1:${port}`));
      expect(await said(name, command, ...args, '--kubeconfig', file, '--request-timeout', '50ms')).toBe(
        `${attempt}: http://HERE did not answer within 0.05 s; check that the cluster is not overloaded; --request-timeout allows more time`,
      );
    } finally {
      server.close();
    }
  });

  it.each([
    [
      ['--request-timeout', 'never'],
      "option '--request-timeout <duration>' argument 'never' is invalid. give a time like 90s, 5m or 1m30s",
    ],
    [['-o', 'xml'], "option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are wide, json, yaml, name"],
    [['--kingdon', 'x'], "unknown option '--kingdon' (Did you mean --kingdom?)"],
    [['one', 'two'], 'too many arguments. Expected 1 argument but got 2: one, two'],
  ])('a flag that is wrong: %j', async (args, message) =>
    expect(await outcomeOf(towns, ...args)).toEqual({
      code: 1,
      stdout: '',
      stderr: `civ towns: ${message}: civ towns --help lists what it takes\n`,
    }),
  );
});
