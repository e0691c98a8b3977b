import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { connectTo, type Connection } from '../../../kube/connect.ts';
import { MERGE, namespaced, pod } from '../../conformance/objects.ts';
import { running } from './running.ts';

const TOKENS = Object.fromEntries(
  ['nobody', 'reader', 'auditor'].map((name) => [name, { name, groups: ['system:authenticated'], extra: {} }]),
);
const fromAssets = join(process.env['KUBEBUILDER_ASSETS'] ?? '', 'kubectl');
const kubectl = [fromAssets, 'kubectl'].find((program) => spawnSync(program, ['version', '--client'], { stdio: 'ignore' }).status === 0);
const itWithKubectl = kubectl === undefined ? it.skip : it;

describe('a port of a pod, forwarded', () => {
  let backend: Server;
  let port = 0;
  const guests: Socket[] = [];
  beforeAll(async () => {
    backend = createServer((socket) => {
      guests.push(socket);
      socket.on('data', (data: Buffer) =>
        data.toString() === 'bye' ? socket.end() : socket.write(`you said ${data.length} bytes: ${data.subarray(0, 5).toString()}`),
      );
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const address = backend.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(async () => {
    for (const guest of guests) guest.destroy();
    backend.close();
    await once(backend, 'close');
  });
  const here = running({
    tokens: TOKENS,
    nodes: {
      log: () => undefined,
      exec: () => undefined,
      attach: () => undefined,
      address: (_pod, wanted) => (wanted === 8080 ? { host: '127.0.0.1', port } : undefined),
    },
  });
  const open: Connection[] = [];
  afterAll(() => Promise.all(open.map((connection) => connection.close())));
  const as = (token: string): Connection => {
    const { url, ca } = here.server;
    const cluster = { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') };
    const connection = connectTo({ name: 'here', namespace: 'default', cluster, user: { token } }, { env: {} });
    open.push(connection);
    return connection;
  };
  const name = { namespace: 'default', name: 'p' };
  beforeAll(async () => {
    await here.api.ask('POST', namespaced('default', 'pods'), {
      body: pod('p', { nodeName: 'local', containers: [{ name: 'main', image: 'i' }] }),
    });
    for (const [who, verbs] of [
      ['reader', ['get']],
      ['auditor', ['get', 'create']],
    ] as const) {
      await here.api.ask('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', {
        body: {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRole',
          metadata: { name: who },
          rules: [{ apiGroups: [''], resources: ['pods/portforward'], verbs }],
        },
      });
      await here.api.ask('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
        body: {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          metadata: { name: who },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: who },
          subjects: [{ kind: 'User', name: who }],
        },
      });
    }
  });
  const answer = async (stream: Duplex) => String((await once(stream, 'data'))[0]);
  const refused = async (attempt: Promise<Duplex>) => {
    const error: unknown = await attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return ApiError.is(error) ? [error.code, error.message] : error;
  };

  it('carries what is said both ways, and ends when the pod does', async () => {
    const stream = await as('auditor').forward(name, 8080);
    stream.write('hello');
    expect(await answer(stream)).toBe('you said 5 bytes: hello');
    stream.write('bye');
    expect(await text(stream)).toBe('');
  });

  it('carries more than a frame at once', async () => {
    const stream = await as('auditor').forward(name, 8080);
    stream.write('x'.repeat(70_000));
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += [...chunk.toString().matchAll(/(\d+) bytes/g)].reduce((sum, [, count]) => sum + Number(count), 0);
      if (bytes >= 70_000) break;
    }
    expect(bytes).toBe(70_000);
  });

  it('ends on the side of the pod too', async () => {
    const stream = await as('auditor').forward(name, 8080);
    stream.write('hello');
    await answer(stream);
    const guest = guests.at(-1);
    const gone = guest === undefined ? undefined : once(guest, 'close');
    stream.destroy();
    await gone;
  });

  it('ends with why, where the pod does not listen', async () => {
    const stream = await as('auditor').forward(name, 9);
    await expect(once(stream, 'end')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(
        /^could not forward port 9 of pod default\/p: error forwarding port 9 to pod p, uid .*: it does not listen on port 9$/,
      ),
    });
  });

  it.each([
    [
      'nobody',
      'p',
      8080,
      [
        'forbidden',
        'could not forward port 8080 of pod default/p: pods "p" is forbidden: User "nobody" cannot get resource "pods/portforward" in API group "" in the namespace "default"',
      ],
    ],
    ['reader', 'p', 8080, ['forbidden', 'could not forward port 8080 of pod default/p: pods "p" is forbidden: ']],
    [
      'stranger',
      'p',
      8080,
      [
        'unauthorized',
        'could not forward port 8080 of pod default/p: Unauthorized; sign in again, or check that the kubeconfig names the right user',
      ],
    ],
    ['auditor', 'none', 8080, ['not-found', 'could not forward port 8080 of pod default/none: pods "none" not found']],
    ['auditor', 'p', 0, ['bad-request', 'could not forward port 0 of pod default/p: port "0" must be > 0']],
  ])('is refused as any request is: for %s, %s:%d', async (token, target, wanted, expected) =>
    expect(await refused(as(token).forward({ namespace: 'default', name: target }, wanted))).toEqual(expected),
  );

  it('is given up after a time-out', async () => {
    const silence = here.server.faults.inject({ at: 'request', subresource: 'portforward' }, () => new Promise(() => undefined));
    expect(await refused(as('auditor').forward(name, 8080, { timeoutMs: 20 }))).toEqual([
      'timeout',
      'could not forward port 8080 of pod default/p: there was no answer within 0.02 s',
    ]);
    silence.remove();
  });

  it('says that a plain request forwards nothing', async () =>
    expect(here.api.ask('GET', `${namespaced('default', 'pods')}/p/portforward?ports=8080`)).resolves.toMatchObject({
      code: 400,
      body: { message: 'Upgrade request required' },
    }));

  describe.each([
    ['over a WebSocket', 'true'],
    ['over SPDY alone', 'false'],
  ])('to kubectl, %s', (_, websockets) => {
    let folder: string;
    const children: ChildProcess[] = [];
    beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'civ8s-forward-'))));
    afterAll(() => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });

    /** Forwards a port of the pod, and answers with what kubectl says and where it listens. */
    const forwarded = async (wanted: number) => {
      const file = join(folder, 'kubeconfig');
      writeFileSync(file, here.server.kubeconfig);
      await here.api.ask('PATCH', `${namespaced('default', 'pods')}/p/status`, { ...MERGE, body: { status: { phase: 'Running' } } });
      const child = spawn(kubectl ?? '', ['--kubeconfig', file, 'port-forward', 'p', `:${wanted}`, '--address', '127.0.0.1'], {
        env: { ...process.env, KUBECTL_PORT_FORWARD_WEBSOCKETS: websockets },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      return { child, listens: Number(/127\.0\.0\.1:(\d+) ->/.exec(line.toString())?.[1]) };
    };

    itWithKubectl('carries many connections at once, each until its own end', async () => {
      const { child, listens } = await forwarded(8080);
      const said = Array.from({ length: 20 }, async (__, index) => {
        const socket = connect(listens, '127.0.0.1');
        socket.write('x'.repeat(1_000 + index));
        const answered = await answer(socket);
        socket.write('bye');
        await once(socket, 'end');
        return answered;
      });
      expect(await Promise.all(said)).toEqual(Array.from({ length: 20 }, (__, index) => `you said ${1_000 + index} bytes: xxxxx`));
      child.kill();
    });

    itWithKubectl('says why a port cannot be reached', async () => {
      const { child, listens } = await forwarded(9);
      const told = text(child.stderr);
      connect(listens, '127.0.0.1').on('error', () => undefined);
      expect(await told).toMatch(/error forwarding port 9 to pod p, uid [\w-]+: it does not listen on port 9/);
    });
  });
});
