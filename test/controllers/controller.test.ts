import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controller } from '../../controllers/controller.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** `civ controller …`, told to stop as soon as it asks; what it wrote and its exit code. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let [out, err] = ['', ''];
  const code = await controller({
    args,
    env,
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    stopSignal: () => AbortSignal.abort('SIGTERM'),
  });
  return { code, out, err };
}
function kubeconfig(): string {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
  folders.push(folder);
  const file = join(folder, 'kubeconfig');
  writeFileSync(
    file,
    JSON.stringify({
      clusters: [{ name: 'a', cluster: { server: 'http://127.0.0.1:9' } }],
      users: [],
      contexts: [{ name: 'a', context: { cluster: 'a' } }],
      'current-context': 'a',
    }),
  );
  return file;
}

describe('civ controller', () => {
  it.each([[['--help']], [[]]])('with %j lists the controllers', async (args) => {
    const { code, out } = await run(args);
    expect([code, out]).toEqual([0, expect.stringMatching(/^ {2}pod-timestamp +writes the time on pods that ask for it$/m)]);
  });

  it.each(['pod-timestmp', 'constructor'])('names the controllers where there is none of the name %s', async (name) =>
    expect(await run([name])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(new RegExp(`^civ controller: there is no controller "${name}": there are .*pod-timestamp.*\\n$`)),
    }),
  );

  it.each(['-version', '--version'])('says the version and the commit with %s', async (flag) =>
    expect(await run(['pod-timestamp', flag])).toEqual({
      code: 0,
      out: expect.stringMatching(/^pod-timestamp version \d+\.\d+\.\d+ \(git commit ([0-9a-f]{12}|unknown)\)\n$/),
      err: '',
    }),
  );

  it.each(['-h', '-help', '--help'])('shows the flags with %s', async (flag) => {
    const { code, out } = await run(['pod-timestamp', flag]);
    expect(code).toBe(0);
    for (const name of ['--ask-annotation=<key>', '--kubeconfig=<file>', '--debug ', '(default :9090; environment: HTTP_ADDR)'])
      expect(out).toContain(name);
  });

  it.each([
    [['--nonsense'], 'unknown flag --nonsense: --help lists them all'],
    [['--http-addr=nowhere'], '--http-addr is "nowhere": it is host:port, or :port for all addresses'],
    [
      ['--lease-duration=5s'],
      '--lease-duration, --renew-deadline and --retry-period do not go together: the lease (5000 ms) has to outlast the renew deadline (10000 ms), or two could lead at once',
    ],
    [
      ['--stamp-annotation=addtime', '--http-addr='],
      '--ask-annotation and --stamp-annotation are both "addtime": the time needs an annotation of its own',
    ],
    [['--selector=a b'], '--selector is "a b": it is a label selector such as app=web,tier!=test or "app in (a, b)"'],
  ])('refuses %j in a line', async (args, message) =>
    expect(await run(['pod-timestamp', `--kubeconfig=${kubeconfig()}`, ...args])).toEqual({
      code: 1,
      out: '',
      err: `civ controller pod-timestamp: ${message}\n`,
    }),
  );

  it('refuses a variable of the environment that it cannot read', async () =>
    expect((await run(['pod-timestamp'], { WORKERS: 'all' })).err).toBe(
      'civ controller pod-timestamp: WORKERS is "all": it is a whole number, 1 or more\n',
    ));

  it('says where it looked for a cluster', async () => {
    const { code, err } = await run(['pod-timestamp', '-kubeconfig', '/nowhere/kubeconfig']);
    expect([code, err]).toEqual([1, expect.stringMatching(/^civ controller pod-timestamp: .*\/nowhere\/kubeconfig.*\n$/)]);
  });

  it('says that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, err } = await run(['pod-timestamp', `--kubeconfig=${kubeconfig()}`, `--http-addr=127.0.0.1:${port}`]);
    other.close();
    expect([code, err]).toEqual([
      1,
      `civ controller pod-timestamp: cannot serve probes at --http-addr: cannot listen on port ${port}: something else does already: end what uses it, or give another port\n`,
    ]);
  });

  it('says that its address is of another machine', async () => {
    const { code, err } = await run(['pod-timestamp', `--kubeconfig=${kubeconfig()}`, '--http-addr=192.0.2.1:0']);
    expect([code, err]).toEqual([
      1,
      'civ controller pod-timestamp: cannot serve probes at --http-addr: cannot listen on 192.0.2.1: it is not an address of this machine: give an address of this machine, or only :PORT to listen on all\n',
    ]);
  });

  it('stops with 0 when it is told to, also where the API server cannot be reached', async () => {
    const { code, err, out } = await run(['pod-timestamp', `--kubeconfig=${kubeconfig()}`, '--http-addr=127.0.0.1:0']);
    expect([
      code,
      err,
      out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { message: string }).message),
    ]).toEqual([0, '', ['probes and metrics are served', 'starting', 'stopped']]);
  });
});
