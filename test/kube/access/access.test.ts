import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { namespaces } from '../../../kube/objects/built-in.ts';
import { connect, connectTo, type Connection, type ConnectToOptions } from '../../../kube/connect.ts';
import type { Cluster, User } from '../../../kube/access/kubeconfig.ts';
import { createAuthority, issueServer } from '../../../ground/certificates/certificate.ts';
import { startScriptedServer, type ScriptedServer } from '../scripted-server.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'civ8s-access-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o700 });
  return path;
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const now = Date.now();
const authority = createAuthority('first', now);
let server: ScriptedServer;
let tls: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
  tls = await startScriptedServer(issueServer(authority, ['127.0.0.1'], now));
});
const open: Connection[] = [];
afterEach(() => Promise.all(open.splice(0).map((connection) => connection.close())));
afterAll(async () => {
  await server.stop();
  await tls.stop();
  rmSync(folder, { recursive: true });
});

const clientFor = (
  user: User,
  { cluster = { server: server.url }, ...options }: Partial<ConnectToOptions> & { readonly cluster?: Cluster } = {},
) => {
  const connection = connectTo({ name: 'c', namespace: 'default', cluster, user }, { env: process.env, ...options });
  open.push(connection);
  return connection.client;
};
const KINGDOM = { name: 'kingdom' };

/** The credentials of the next request, which is answered with 200, or with 401. */
const shown = async (accepted = true, from = server): Promise<string | undefined> => {
  const call = await from.next();
  if (accepted) call.json({ kind: 'Namespace' });
  else call.refuse(401, 'Unauthorized');
  return call.headers.authorization;
};

describe('credentials', () => {
  it('fault 27: reads a token file again when its token is refused, and tries again once', async () => {
    const tokenFile = file('token', 'old\n');
    const client = clientFor({ tokenFile });
    const asking = client.get(namespaces, KINGDOM);
    file('token', 'new\n');
    expect(await shown(false)).toBe('Bearer old');
    expect(await shown()).toBe('Bearer new');
    await asking;
    const refused = client.get(namespaces, KINGDOM).catch((error: unknown) => error);
    expect(await shown(false)).toBe('Bearer new');
    expect(await refused).toMatchObject({
      code: 'unauthorized',
      message: 'could not get namespaces kingdom: refused: Unauthorized; sign in again, or check that the kubeconfig names the right user',
    });
  });

  it('fault 27: reads a token file again after a minute, and does with what it had while the file is away', async () => {
    const clock = createVirtualClock();
    const tokenFile = file('rotated', 'one');
    const client = clientFor({ tokenFile }, { clock });
    const ask = async (): Promise<string | undefined> => (await Promise.all([shown(), client.get(namespaces, KINGDOM)]))[0];
    expect(await ask()).toBe('Bearer one');
    file('rotated', 'two');
    await clock.advance(59_000);
    expect(await ask()).toBe('Bearer one');
    await clock.advance(2_000);
    expect(await ask()).toBe('Bearer two');
    rmSync(tokenFile);
    await clock.advance(61_000);
    expect(await ask()).toBe('Bearer two');
  });

  it('fault 27: reads the kubeconfig again when its token is refused, and stays with its context', async () => {
    const config = (token: string, current: string): string =>
      JSON.stringify({
        'current-context': current,
        contexts: [
          { name: 'mine', context: { cluster: 'c', user: 'u' } },
          { name: 'other', context: { cluster: 'elsewhere', user: 'u' } },
        ],
        clusters: [
          { name: 'c', cluster: { server: server.url } },
          { name: 'elsewhere', cluster: { server: 'http://127.0.0.1:1' } },
        ],
        users: [{ name: 'u', user: { token } }],
      });
    const kubeconfig = file('config', config('old', 'mine'));
    const connection = await connect({ env: {}, kubeconfig });
    open.push(connection);
    const asking = connection.client.get(namespaces, KINGDOM);
    file('config', config('new', 'other'));
    expect([await shown(false), await shown()]).toEqual(['Bearer old', 'Bearer new']);
    await asking;
  });

  it('says as whom it acts, and shows basic credentials', async () => {
    const asking = clientFor({ username: 'u', password: 'p', as: 'jane', 'as-groups': ['a', 'b'], 'as-user-extra': { Scopes: ['x'] } }).get(
      namespaces,
      KINGDOM,
    );
    const call = await server.next();
    call.json({});
    await asking;
    expect(call.headers).toMatchObject({
      authorization: `Basic ${base64('u:p')}`,
      'impersonate-user': 'jane',
      'impersonate-group': 'a, b',
      'impersonate-extra-scopes': 'x',
    });
  });
});

describe('an auth-provider of an old kubeconfig', () => {
  const idToken = (expires: number): string =>
    ['{"alg":"none"}', JSON.stringify({ exp: expires }), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const user = (token: string): User => ({ 'auth-provider': { name: 'oidc', config: { 'id-token': token } } });

  it('shows the token of OIDC while it is valid', async () => {
    const token = idToken(now / 1_000 + 3_600);
    const asking = clientFor(user(token)).get(namespaces, KINGDOM);
    expect(await shown()).toBe(`Bearer ${token}`);
    await asking;
  });

  it('gives one clear error when it has expired and cannot be refreshed', async () =>
    expect(clientFor(user(idToken(1))).get(namespaces, KINGDOM)).rejects.toMatchObject({
      code: 'configuration',
      message: 'the auth-provider oidc of the kubeconfig gave no token; use a credential plugin (exec) in its place',
    }));
});

describe('a client certificate', () => {
  const trust = { 'certificate-authority-data': base64(authority.certificate) };
  const showsItself = async (client: ReturnType<typeof clientFor>): Promise<string | undefined> => {
    const asking = client.get(namespaces, KINGDOM);
    const call = await tls.next();
    call.json({});
    await asking;
    return call.clientName;
  };

  it('is shown from the kubeconfig, from files, and from a credential plugin', async () => {
    const { certificate, key } = issueServer(authority, ['jane'], now);
    const [crt, pem] = [file('client.crt', certificate), file('client.key', key)];
    const answer = file(
      'answer',
      JSON.stringify({ kind: 'ExecCredential', status: { clientCertificateData: certificate, clientKeyData: key } }),
    );
    const users: User[] = [
      { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) },
      { 'client-certificate': crt, 'client-key': pem },
      { exec: { command: 'cat', args: [answer] } },
    ];
    const cluster = { server: tls.url, ...trust };
    expect(await Promise.all(users.map(async (user) => showsItself(clientFor(user, { cluster }))))).toEqual(['jane', 'jane', 'jane']);
  });

  it('fault 27: is another one from the next minute on, when its file was replaced', async () => {
    const clock = createVirtualClock();
    const replace = (name: string): void => {
      const { certificate, key } = issueServer(authority, [name], now);
      file('turn.crt', certificate);
      file('turn.key', key);
    };
    replace('old');
    const client = clientFor(
      { 'client-certificate': join(folder, 'turn.crt'), 'client-key': join(folder, 'turn.key') },
      { clock, cluster: { server: tls.url, ...trust } },
    );
    expect(await showsItself(client)).toBe('old');
    replace('new');
    expect(await showsItself(client)).toBe('old');
    await clock.advance(61_000);
    expect(await showsItself(client)).toBe('new');
  });
});

describe('a credential plugin', () => {
  const plugin = (script: string): User => ({
    exec: { command: 'sh', args: ['-c', script], apiVersion: 'client.authentication.k8s.io/v1', env: [{ name: 'REGION', value: 'north' }] },
  });
  const credential = (status: string): string => `printf '{"kind":"ExecCredential","status":${status}}'`;

  it('is run once for many requests, and again when its token is refused', async () => {
    const runs = join(folder, 'runs');
    const client = clientFor(plugin(`echo run >> ${runs}; ${credential('{"token":"\'$REGION-$(wc -l < ' + runs + ' | tr -d " ")\'"}')}`));
    const asking = Promise.all([client.get(namespaces, KINGDOM), client.get(namespaces, KINGDOM)]);
    expect([await shown(), await shown()]).toEqual(['Bearer north-1', 'Bearer north-1']);
    await asking;
    const again = client.get(namespaces, KINGDOM);
    expect([await shown(false), await shown()]).toEqual(['Bearer north-1', 'Bearer north-2']);
    await again;
  });

  it('is run again when what it gave has expired', async () => {
    let today = Date.parse('2030-01-01T00:00:00Z');
    const client = clientFor(plugin(credential('{"token":"\'$(date +%s%N)\'","expirationTimestamp":"2030-01-01T00:10:00Z"}')), {
      today: () => today,
    });
    const ask = async (): Promise<string | undefined> => (await Promise.all([shown(), client.get(namespaces, KINGDOM)]))[0];
    const first = await ask();
    expect(await ask()).toBe(first);
    today = Date.parse('2030-01-01T00:09:56Z');
    expect(await ask()).not.toBe(first);
  });

  it.each([
    ['ends badly', plugin('echo no luck >&2; exit 3'), 'it ended with 3: no luck'],
    ['answers nothing useful', plugin('echo hello'), 'its answer is not valid JSON'],
    ['answers no credentials', plugin('echo {}'), 'its answer has neither a token nor a certificate'],
    ['is not there', { exec: { command: 'no-such-plugin', installHint: 'install it' } }, 'spawn no-such-plugin ENOENT; install it'],
    ['wants a terminal', { exec: { command: 'sh', interactiveMode: 'Always' } }, 'it asks for a terminal, which it cannot have here'],
  ] satisfies readonly [string, User, string][])('that %s gives one clear error', async (_, user: User, why) => {
    const notices: string[] = [];
    const failing = clientFor(user, { onNotice: (text) => notices.push(text) })
      .get(namespaces, KINGDOM)
      .catch((error: unknown) => error);
    expect(await failing).toMatchObject({
      code: 'configuration',
      message: `the credential plugin ${user.exec?.command ?? ''} of the kubeconfig gave no credentials: ${why}`,
    });
  });
});

describe("a server's certificate", () => {
  const cluster = (more: object): Cluster => ({ server: tls.url, ...more });
  const ask = (trust: Cluster): Promise<unknown> => clientFor({}, { cluster: trust }).get(namespaces, KINGDOM);

  it("is trusted by the kubeconfig's authority, and by no other", async () => {
    const [asking] = [ask(cluster({ 'certificate-authority-data': base64(authority.certificate) }))];
    await shown(true, tls);
    await asking;
    const other = createAuthority('other', now).certificate;
    const error = await ask(cluster({ 'certificate-authority-data': base64(other) })).catch((reason: unknown) => reason);
    expect(ApiError.is(error, 'untrusted') && error.message).toMatch(
      /^could not get namespaces kingdom: the certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted \(/,
    );
  });

  it('fault 27: is trusted once its new authority is in the file', async () => {
    const path = file('ca.crt', createAuthority('old', now).certificate);
    const client = clientFor({}, { cluster: cluster({ 'certificate-authority': path }) });
    await expect(client.get(namespaces, KINGDOM)).rejects.toMatchObject({ code: 'untrusted' });
    file('ca.crt', authority.certificate);
    const asking = client.get(namespaces, KINGDOM);
    await shown(true, tls);
    expect(await asking).toEqual({ kind: 'Namespace' });
  });

  it('is checked for the name of tls-server-name', async () => {
    const named = await startScriptedServer(issueServer(authority, ['kubernetes.default.svc'], now));
    const trust = { server: named.url, 'certificate-authority-data': base64(authority.certificate) };
    await expect(ask(trust)).rejects.toMatchObject({ code: 'untrusted' });
    const asking = ask({ ...trust, 'tls-server-name': 'kubernetes.default.svc' });
    await shown(true, named);
    await asking;
    await named.stop();
  });

  it.each([
    [
      'an authority that is no certificate',
      { 'certificate-authority-data': base64('-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n') },
      {},
      'untrusted',
    ],
    [
      'a key that is none',
      {},
      { 'client-certificate-data': base64(authority.certificate), 'client-key-data': base64('none') },
      'configuration',
    ],
  ])('says so in one clear error: %s', async (_, more, user: User, code) =>
    expect(clientFor(user, { cluster: cluster(more) }).get(namespaces, KINGDOM)).rejects.toMatchObject({ code, outcomeUnknown: false }),
  );

  it('is missed where plain HTTP is spoken, in one clear error', async () =>
    expect(ask({ server: server.url.replace('http', 'https') })).rejects.toMatchObject({ code: 'unreachable', outcomeUnknown: false }));

  it('is not asked for at an address that is none', () =>
    expect(() => clientFor({}, { cluster: { server: 'kubernetes:6443' } })).toThrow(
      'the server kubernetes:6443 of the kubeconfig is not a URL: it has to begin with https:// or http://',
    ));

  it('is not looked at under insecure-skip-tls-verify', async () => {
    const asking = ask(cluster({ 'insecure-skip-tls-verify': true }));
    await shown(true, tls);
    await asking;
  });

  it('is reached through a proxy: that of the kubeconfig, or of the environment', async () => {
    const tunnels: string[] = [];
    const proxy = createServer()
      .on('connect', (request, socket) => {
        tunnels.push(request.url ?? '');
        const [host = '', port] = (request.url ?? '').split(':');
        const target = connectTcp(Number(port), host, () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          target.pipe(socket).pipe(target);
        });
        for (const end of [socket, target]) end.on('error', () => undefined);
      })
      .listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const address = proxy.address();
    const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
    const asking = ask(cluster({ 'certificate-authority-data': base64(authority.certificate), 'proxy-url': url }));
    await shown(true, tls);
    await asking;
    expect(tunnels).toEqual([new URL(tls.url).host]);
    await Promise.all(open.splice(0).map((connection) => connection.close()));
    proxy.closeAllConnections();
    proxy.close();
  });
});
