import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBooks } from '../../worker/books/books.ts';
import { serve } from '../../worker/serve.ts';
import { wood } from './shop.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';
import { until } from '../until.ts';

let folder: string;
const running: WorkerProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'civ-serve-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.end('SIGKILL')));
  rmSync(folder, { recursive: true, force: true });
});

const start = async (options: Partial<Parameters<typeof startWorker>[0]> = {}) => {
  const worker = startWorker({ folder, name: 'wood-1', directions: [wood({ interval: 0.01 })], ...options });
  running.push(worker);
  return { ...worker, url: `http://127.0.0.1:${await worker.opened()}` };
};
const sell = (url: string, key: string) =>
  fetch(`${url}/sell`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: '{"item":"wood","quantity":1}',
  });
const untilStatus = (url: string, status = 200) => until(`${status} of ${url}`, async () => (await fetch(url)).status === status);
const woodAt = async (url: string) => Number(((await (await fetch(`${url}/inventory`)).json()) as { readonly wood: string }).wood);
const messages = ({ log }: WorkerProcess) => log.map(({ message }) => message);
const onDisk = () => {
  const books = openBooks({ folder: join(folder, 'wood-1') });
  const [goods, sales] = books.read(
    (reading) => [reading.goods().get('wood'), reading.keptKeys().reduce((sum, { keys }) => sum + keys, 0)] as const,
  );
  books.close();
  return { goods, sales };
};

/** The command in this process, for what it says before it serves. */
const said = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  let errors = '';
  const code = await serve({
    args,
    env,
    stdout: { write: () => undefined },
    stderr: { write: (text) => (errors += text) },
    stopSignal: () => new AbortController().signal,
  });
  return [code, errors.replaceAll(folder, '<folder>')];
};

describe('civ serve', () => {
  it('takes the file of its directions, and nothing else', async () => {
    expect(await said([])).toEqual([
      1,
      'civ serve: takes one argument, the file of its directions, and was given 0: civ serve /config/directions.json\n',
    ]);
    expect(await said([join(folder, 'none')])).toEqual([
      1,
      "civ serve: cannot read <folder>/none (ENOENT): give the file of the shop's directions\n",
    ]);
  });

  it('names all that is wrong with its directions', async () => {
    writeFileSync(join(folder, 'd.json'), '[{"product":"wood","amount":0,"minimum":1,"interval":5,"productInputs":[]}]');
    const [code, errors] = await said([join(folder, 'd.json')]);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^civ serve: <folder>\/d\.json cannot be followed:\n {2}directions\[0\]\.productInputs: .*\n {2}directions\[0\]\.amount: .*\n$/,
    );
  });

  it('names all that is wrong with its environment', async () => {
    expect(await said(['d.json'], { PORT: '99999', LOG_LEVEL: 'loud', POD_IP: 'here', POD_NAME: 'a b' })).toEqual([
      1,
      'civ serve: POD_IP is "here": give the address at which other pods reach this one; POD_NAME is "a b": give the name of the pod; PORT is "99999": give a port, or 0 for any; LOG_LEVEL is "loud": give one of trace, debug, info, warn, error, fatal, silent\n',
    ]);
  });

  it('says which port is taken', async () => {
    const { url } = await start();
    writeFileSync(join(folder, 'd.json'), JSON.stringify([wood()]));
    const port = new URL(url).port;
    expect(await said([join(folder, 'd.json')], { PORT: port, HOST: '127.0.0.1', LOG_LEVEL: 'silent' })).toEqual([
      1,
      `civ serve: cannot listen on port ${port}: something else does already: end what uses it, or give another PORT\n`,
    ]);
  });

  it('says that its address is of another machine', async () => {
    writeFileSync(join(folder, 'd.json'), JSON.stringify([wood()]));
    expect(await said([join(folder, 'd.json')], { PORT: '0', HOST: '192.0.2.1', LOG_LEVEL: 'silent' })).toEqual([
      1,
      'civ serve: cannot listen on 192.0.2.1: it is not an address of this machine: give an address of this machine as HOST, or leave it out to listen on all\n',
    ]);
  });

  it('finds its books as they were after SIGKILL, with every sale that it had answered', async () => {
    const worker = await start();
    await untilStatus(`${worker.url}/ready`);
    let answered = 0;
    const { promise: enough, resolve } = Promise.withResolvers<void>();
    const buyers = Array.from({ length: 8 }, async (_, buyer) => {
      for (let number = 0; ; number += 1) {
        if ((await sell(worker.url, `${buyer}-${number}`)).status === 200) answered += 1;
        if (answered === 100) resolve();
      }
    });
    await enough;
    await worker.end('SIGKILL');
    await Promise.allSettled(buyers);
    const { goods } = onDisk();
    expect(goods?.sold).toBeGreaterThanOrEqual(answered);
    expect(goods?.stock).toBe((goods?.produced ?? 0) - (goods?.sold ?? 0));
    const again = await start();
    const first = await sell(again.url, '0-0');
    expect([first.status, await first.json()]).toEqual([200, { sold: 1 }]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'closes in good order at %s: answers what is asked, writes all down, and exits with 0',
    async (signal) => {
      const worker = await start();
      await untilStatus(`${worker.url}/ready`);
      const answers: number[] = [];
      let refused = false;
      const buyers = Array.from({ length: 4 }, async (_, buyer) => {
        for (let number = 0; !refused; number += 1) {
          const { status } = await sell(worker.url, `${buyer}-${number}`);
          answers.push(status);
          refused ||= answers.length > 20 && status === 409;
          if (answers.length === 20) worker.process.kill(signal);
        }
      });
      await Promise.all(buyers);
      expect((await fetch(`${worker.url}/ready`)).status).toBe(503);
      expect((await fetch(`${worker.url}/live`)).headers.get('connection')).toBe('close');
      expect(await worker.end('SIGCONT')).toBe(0);
      expect(new Set(answers)).toEqual(new Set([200, 409]));
      expect(onDisk().goods?.sold).toBe(answers.filter((status) => status === 200).length);
      const [last] = worker.log.slice(-1);
      expect([messages(worker).includes('closing'), last]).toEqual([
        true,
        expect.objectContaining({ message: 'closed', goods: { wood: onDisk().goods } }),
      ]);
    },
  );

  it('ends at once at a second signal, and its books are whole', async () => {
    const worker = await start();
    await untilStatus(`${worker.url}/ready`);
    await sell(worker.url, 'k');
    worker.process.kill('SIGTERM');
    await untilStatus(`${worker.url}/ready`, 503);
    expect(await worker.end('SIGTERM')).toBe(143);
    expect([messages(worker).at(-1), onDisk().sales]).toEqual(['closing', 1]);
  });

  it('refuses trade and production while the disk is full, breaks nothing, and goes on when there is room', async () => {
    // Sales fill it: what is produced until the first of them leaves room enough.
    const full = await start({ mostBytes: 512 * 1024, directions: [wood({ interval: 0.2 })] });
    await untilStatus(`${full.url}/ready`);
    let sold = 0;
    let refusal: Response | undefined;
    for (let number = 0; refusal === undefined; number += 1) {
      const response = await sell(full.url, `k${number}`);
      if (response.status === 503) refusal = response;
      else sold += response.status === 200 ? 1 : 0;
    }
    expect([refusal.headers.get('retry-after'), await refusal.json()]).toEqual([
      '1',
      {
        error: 'there is no room to write the books: free some space, or wait until old keys are forgotten: nothing was written',
        code: 'full',
      },
    ]);
    const page = (await (await fetch(`${full.url}/books`)).json()) as { goods: { wood: { sold: number; balances: boolean } } };
    expect([page.goods.wood.sold, page.goods.wood.balances]).toEqual([sold, true]);
    expect((await fetch(`${full.url}/live`)).status).toBe(200);
    await full.end('SIGKILL');
    const roomy = await start();
    while ((await woodAt(roomy.url)) < 10); // what was sold out is produced again
    expect((await sell(roomy.url, 'after')).status).toBe(200);
    expect((await fetch(`${roomy.url}/sales/k0`)).status).toBe(200);
  });

  it('says once that it keeps its books in memory, and that there is no cluster', async () => {
    const worker = await start({ env: { BOOKS: '' } });
    await untilStatus(`${worker.url}/ready`);
    expect(messages(worker)).toEqual([
      'the books are kept in memory, and end with this process: set BOOKS to a folder',
      'open',
      'not in a cluster: there is no pod to write a sign on',
    ]);
  });

  it('listens on loopback alone where its pod is there, and says so on every answer', async () => {
    const worker = await start();
    const { headers } = await fetch(`${worker.url}/live`);
    expect(headers.get('civ-pod')).toBe(`wood-1@${worker.url.slice(7)}`);
    const socket = connect(Number(new URL(worker.url).port), '127.0.0.2');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });
});
