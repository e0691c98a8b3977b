import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { createVisitors } from '../../../local/node/pods/visitors.ts';
import { MERGE, namespaced, pod } from '../../conformance/objects.ts';
import { running } from './running.ts';

const fromAssets = join(process.env['KUBEBUILDER_ASSETS'] ?? '', 'kubectl');
const kubectl = [fromAssets, 'kubectl'].find((program) => spawnSync(program, ['version', '--client'], { stdio: 'ignore' }).status === 0);
const itWithKubectl = kubectl === undefined ? it.skip : it;
const onTerminal = kubectl !== undefined && spawnSync('script', ['--version'], { stdio: 'ignore' }).status === 0 ? it : it.skip;

describe('a command in a container', () => {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-exec-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const visitors = createVisitors();
  const ended = Promise.withResolvers<undefined>();
  const here = running({
    tokens: { nobody: { name: 'nobody', groups: ['system:authenticated'], extra: {} } },
    nodes: {
      log: () => undefined,
      address: () => undefined,
      exec: ({ metadata }, _, command, terminal) =>
        metadata.name === 'p'
          ? visitors.exec({ env: { PATH: process.env['PATH'] ?? '' }, folder, execLine: (words) => words }, command, terminal)
          : undefined,
      attach: ({ metadata }) => (metadata.name === 'p' ? visitors.attach(ended.promise) : undefined),
    },
  });
  const at = namespaced('default', 'pods');
  beforeAll(async () => {
    for (const name of ['p', 'ended']) {
      await here.api.ask('POST', at, { body: pod(name, { nodeName: 'local', containers: [{ name: 'main', image: 'i' }] }) });
      await here.api.ask('PATCH', `${at}/${name}/status`, { ...MERGE, body: { status: { phase: 'Running' } } });
    }
    writeFileSync(join(folder, 'kubeconfig'), here.server.kubeconfig);
  });

  const start = (websockets: string, ...args: readonly string[]) =>
    spawn(kubectl ?? '', ['--kubeconfig', join(folder, 'kubeconfig'), ...args], {
      env: { ...process.env, KUBECTL_REMOTE_COMMAND_WEBSOCKETS: websockets },
    });
  const outcome = async (child: ReturnType<typeof start>, input = Buffer.alloc(0)) => {
    const code = new Promise((resolve) => child.once('close', resolve));
    child.stdin.end(input);
    const [out, error] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
    return { code: await code, out, error };
  };

  describe.each([
    ['over a WebSocket', 'true'],
    ['over SPDY', 'false'],
  ])('by kubectl, %s', (_, websockets) => {
    const exec = (...args: readonly string[]) => outcome(start(websockets, 'exec', ...args));

    itWithKubectl('says what it writes, and how it ends', async () => {
      const { code, out, error } = await exec('p', '--', 'sh', '-c', 'echo out; echo err >&2; exit 3');
      expect({ code, out: out.toString() }).toEqual({ code: 3, out: 'out\n' });
      expect(error).toBe('err\ncommand terminated with exit code 3\n');
    });

    itWithKubectl('is given what the client writes, to its end', async () => {
      const input = Buffer.alloc(3_000_000, 'civilisation');
      const { code, out } = await outcome(start(websockets, 'exec', '-i', 'p', '--', 'cat'), input);
      expect({ code, same: out.equals(input) }).toEqual({ code: 0, same: true });
    });

    itWithKubectl('says what cannot be started', async () => {
      const { code, error } = await exec('p', '--', 'no-such-program');
      expect({ code, error }).toEqual({
        code: 1,
        error:
          'error: Internal error occurred: error executing command in container: exec: "no-such-program": executable file not found in $PATH\n',
      });
    });

    itWithKubectl('says that the container does not run', async () =>
      expect((await exec('ended', '--', 'true')).error).toContain('unable to upgrade connection: container not found ("main")'),
    );

    itWithKubectl('ends with its container', async () => {
      const child = start(websockets, 'exec', 'p', '--', 'sh', '-c', 'echo here; exec sleep 1000');
      child.stdout.once('data', () => visitors.leave());
      expect((await outcome(child)).code).toBe(137);
    });

    onTerminal('has a terminal as large as the client says', async () => {
      const inside = `stty rows 44 cols 111; exec ${kubectl ?? ''} --kubeconfig ${join(folder, 'kubeconfig')} exec -it p -- sh`;
      const child = spawn('script', ['-qefc', inside, '/dev/null'], {
        env: { ...process.env, KUBECTL_REMOTE_COMMAND_WEBSOCKETS: websockets },
      });
      const code = new Promise((resolve) => child.once('close', resolve));
      // It asks until the size has come, and then ends by itself.
      child.stdin.write("until stty size | grep '44 111'; do :; done; test -t 0 && exit 5\r");
      expect(await text(child.stdout)).toMatch(/^(# )?44 111\r+$/m);
      expect(await code).toBe(5);
    });

    itWithKubectl('is what the container itself writes, for those who attach to it', async () => {
      const child = start(websockets, 'attach', 'p');
      const told = new Promise((resolve) => child.stdout.once('data', (data: Buffer) => resolve(data.toString())));
      const speak = setInterval(() => visitors.hear('stdout', Buffer.from('wood\n')), 20); // until it is heard
      try {
        expect(await told).toContain('wood\n');
      } finally {
        clearInterval(speak);
        child.kill();
      }
    });
  });

  it.each([
    ['p/exec?command=ls&stdout=true', 400, 'Upgrade request required'],
    ['p/exec?command=ls', 400, 'you must specify at least 1 of stdin, stdout, stderr'],
    ['p/exec?stdout=true', 400, 'you must specify a command to execute'],
    ['p/exec?stdout=true&command=a%00b', 400, 'a command cannot hold a NUL character: leave it out'],
    ['p/exec?command=ls&stdout=true&container=none', 400, 'container none is not valid for pod p'],
    ['p/attach?stdout=true', 400, 'Upgrade request required'],
    ['none/exec?command=ls&stdout=true', 404, 'pods "none" not found'],
  ])('is refused: %s', async (path, code, message) =>
    expect(here.api.ask('GET', `${at}/${path}`)).resolves.toMatchObject({ code, body: { message } }),
  );

  it('takes the right to create pods/exec', async () =>
    expect(here.api.ask('POST', `${at}/p/exec?command=ls&stdout=true`, { token: 'nobody' })).resolves.toMatchObject({
      code: 403,
      body: { message: expect.stringContaining('cannot create resource "pods/exec"') },
    }));
});
