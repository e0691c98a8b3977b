import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { loadContext } from '../../../kube/access/kubeconfig.ts';
import { proxyFor } from '../../../kube/access/proxy-choice.ts';

const home = mkdtempSync(join(tmpdir(), 'civ8s-kubeconfig-'));
afterAll(() => rmSync(home, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(home, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
};

const first = file(
  'first',
  `
apiVersion: v1
kind: Config
current-context: one
contexts:
- {name: one, context: {cluster: c, user: u, namespace: kingdom-of-foobar}}
clusters:
- {name: c, cluster: {server: 'https://first:6443', certificate-authority: pki/ca.crt}}
users:
- {name: u, user: {client-certificate: pki/u.crt, client-key: /etc/u.key, tokenFile: token, exec: {command: bin/login}}}
`,
);
const second = file(
  'second',
  `
current-context: two
contexts:
- {name: two, context: {cluster: d, user: u}}
- {name: broken, context: {cluster: nowhere}}
- {name: nobody, context: {cluster: d, user: who}}
clusters:
- {name: c, cluster: {server: 'https://second:6443'}}
- {name: d, cluster: {server: 'https://d:6443'}}
users:
- {name: u, user: {token: second}}
`,
);

describe('a kubeconfig', () => {
  it('gives its current context, with paths from where it lies', async () =>
    expect(await loadContext({ env: {}, kubeconfig: first })).toEqual({
      name: 'one',
      namespace: 'kingdom-of-foobar',
      cluster: { server: 'https://first:6443', 'certificate-authority': join(home, 'pki/ca.crt') },
      user: {
        'client-certificate': join(home, 'pki/u.crt'),
        'client-key': '/etc/u.key',
        tokenFile: join(home, 'token'),
        exec: { command: join(home, 'bin/login') },
      },
    }));

  it('is all files of KUBECONFIG together, where the first to have a name has it', async () => {
    const env = { KUBECONFIG: [first, join(home, 'missing'), second].join(delimiter) };
    expect(await loadContext({ env })).toMatchObject({ name: 'one', cluster: { server: 'https://first:6443' } });
    expect(await loadContext({ env, context: 'two' })).toMatchObject({
      name: 'two',
      namespace: 'default',
      cluster: { server: 'https://d:6443' },
      user: { tokenFile: join(home, 'token') },
    });
  });

  it('is ~/.kube/config where nothing else is said', async () => {
    file(
      '.kube/config',
      JSON.stringify({
        'current-context': 'h',
        contexts: [{ name: 'h', context: { cluster: 'h' } }],
        clusters: [{ name: 'h', cluster: { server: 'http://h' } }],
      }),
    );
    expect(await loadContext({ env: { HOME: home } })).toEqual({
      name: 'h',
      namespace: 'default',
      cluster: { server: 'http://h' },
      user: {},
    });
  });

  it("is the pod's own service account where there is none", async () => {
    const serviceAccountFolder = join(home, 'account');
    for (const name of ['token', 'ca.crt', 'namespace']) file(`account/${name}`, 'civ-system\n');
    expect(
      await loadContext({ env: { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }, serviceAccountFolder }),
    ).toEqual({
      name: 'in-cluster',
      namespace: 'civ-system',
      cluster: { server: 'https://[fd00::1]:443', 'certificate-authority': join(serviceAccountFolder, 'ca.crt') },
      user: { tokenFile: join(serviceAccountFolder, 'token') },
    });
  });

  it('may be left alone for the address of a proxy that signs in by itself: nothing is shown there', async () => {
    const serviceAccountFolder = join(home, 'account-of-a-pod');
    for (const name of ['token', 'ca.crt', 'namespace']) file(`account-of-a-pod/${name}`, 'test-space\n');
    expect(await loadContext({ env: { KUBECONFIG: first }, server: 'http://127.0.0.1:8001', serviceAccountFolder })).toEqual({
      name: 'http://127.0.0.1:8001',
      namespace: 'test-space',
      cluster: { server: 'http://127.0.0.1:8001' },
      user: {},
    });
    await expect(loadContext({ env: {}, server: 'http://127.0.0.1:8001', kubeconfig: first })).rejects.toMatchObject({
      code: 'configuration',
      message: `no credentials are sent to the server http://127.0.0.1:8001, so the kubeconfig ${first} would have no effect: give one of the two, or a server that begins with https://`,
    });
  });

  it('is used at another address, with all that it says otherwise', async () =>
    expect(await loadContext({ env: {}, kubeconfig: first, server: 'https://other:6443' })).toMatchObject({
      name: 'one',
      cluster: { server: 'https://other:6443', 'certificate-authority': join(home, 'pki/ca.crt') },
      user: { tokenFile: join(home, 'token') },
    }));

  it.each([
    [
      'no file',
      { kubeconfig: join(home, 'missing') },
      `${join(home, 'missing')} cannot be read as a kubeconfig (ENOENT: no such file or directory, open '${join(home, 'missing')}')`,
    ],
    ['no YAML', { kubeconfig: file('bad', 'a: [') }, /^.*bad cannot be read as a kubeconfig \(/],
    ['lists that are none', { kubeconfig: file('odd', 'contexts: 3') }, `contexts of ${join(home, 'odd')} is not a list`],
    [
      'nothing in it',
      { kubeconfig: file('empty', '') },
      `${join(home, 'empty')} has no current context: set one with kubectl config use-context, or give --context`,
    ],
    ['another context', { kubeconfig: second, context: 'three' }, `${second} has no context three; it has two, broken, nobody`],
    [
      'a context without its cluster',
      { kubeconfig: second, context: 'broken' },
      `${second} has no cluster nowhere with a server, which context broken names`,
    ],
    ['a context without its user', { kubeconfig: second, context: 'nobody' }, `${second} has no user who, which context nobody names`],
    [
      'nothing anywhere',
      {},
      'there is no kubeconfig, and this is not a pod with a service account: give --kubeconfig, set KUBECONFIG, or create ~/.kube/config',
    ],
    ['only missing files', { env: { KUBECONFIG: '/no/such' } }, 'KUBECONFIG names /no/such, and there is no such file'],
  ])('says what is wrong: %s', async (_, options, message) =>
    expect(loadContext({ env: {}, ...options })).rejects.toMatchObject({
      code: 'configuration',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    }),
  );
});

describe('the proxy of the environment', () => {
  const proxy = (server: string, env: Record<string, string>) => proxyFor(new URL(server), env);

  it.each([
    ['https://api:6443', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128'],
    ['https://api:6443', { https_proxy: 'p:3128' }, 'http://p:3128'],
    ['https://api:6443', { HTTP_PROXY: 'http://p:3128' }, undefined],
    ['http://api', { HTTP_PROXY: 'socks5://p:1080' }, 'socks5://p:1080'],
    ['https://127.0.0.1:6443', { HTTPS_PROXY: 'http://p' }, undefined],
    ['https://[::1]:6443', { HTTPS_PROXY: 'http://p' }, undefined],
    ['https://localhost', { HTTPS_PROXY: 'http://p' }, undefined],
    ['https://10.96.0.1', { HTTPS_PROXY: 'http://p', NO_PROXY: 'example.com, 10.0.0.0/8' }, undefined],
    ['https://11.96.0.1', { HTTPS_PROXY: 'http://p', NO_PROXY: '10.0.0.0/8' }, 'http://p'],
    ['https://[fd00::5]', { HTTPS_PROXY: 'http://p', NO_PROXY: 'fd00::/8' }, undefined],
    ['https://a.example.com', { HTTPS_PROXY: 'http://p', no_proxy: 'example.com' }, undefined],
    ['https://example.com', { HTTPS_PROXY: 'http://p', NO_PROXY: '.example.com' }, 'http://p'],
    ['https://a.example.com', { HTTPS_PROXY: 'http://p', NO_PROXY: '*.example.com' }, undefined],
    ['https://notexample.com', { HTTPS_PROXY: 'http://p', NO_PROXY: 'example.com' }, 'http://p'],
    ['https://api:6443', { HTTPS_PROXY: 'http://p', NO_PROXY: 'api:443' }, 'http://p'],
    ['https://api:6443', { HTTPS_PROXY: 'http://p', NO_PROXY: 'api:6443' }, undefined],
    ['https://api', { HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, undefined],
  ])('for %s under %j is %s', (server, env, expected) => expect(proxy(server, env as Record<string, string>)).toBe(expected));
});
