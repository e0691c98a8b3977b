import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textOf } from '../../../kube/client/exchange.ts';
import { createDiscovery } from '../../../kube/client/discover.ts';
import { createReader } from '../../../kube/client/read.ts';
import type { Send } from '../../../kube/client/send.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { errorOfStatus } from '../../../kube/errors/status.ts';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { startFollowing } from '../following.ts';
import { startScriptedServer, type Call, type ScriptedServer } from '../scripted-server.ts';

const NAME = { namespace: 'k', name: 'stock' };
const ADVICE = '; check that the kubeconfig names an API server';
const refusalOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    (answer) => `answered ${JSON.stringify(answer)}`,
    (error: unknown) => (ApiError.is(error, 'malformed') ? error.message : `threw ${String(error)}`),
  );

describe('what comes from a server', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await startScriptedServer();
  });
  afterAll(() => server.stop());
  const answered = async (promise: Promise<unknown>, ...answers: readonly ((call: Call) => void)[]): Promise<string> => {
    const refusal = refusalOf(promise);
    for (const answer of answers) answer(await server.next());
    return refusal;
  };
  const bytes = (text: string) => (call: Call) => {
    call.write(text);
    call.end();
  };

  it.each([
    ['null', 'the answer is not an object'],
    ['3', 'the answer is not an object'],
    ['[]', 'the answer is not an object'],
    ['"text"', 'the answer is not an object'],
    ['{"metadata":3}', 'the answer has a metadata that is not an object'],
    ['{"metadata":{"name":{}}}', 'the answer has a metadata.name that is not text'],
    ['{"metadata":{"labels":[]}}', 'the answer has metadata.labels that are not texts'],
    ['{"metadata":{"annotations":{"a":null}}}', 'the answer has metadata.annotations that are not texts'],
    ['<html>', 'the answer is not valid JSON'],
  ])('is not taken for an object: %s', async (text, why) => {
    const { client } = server.connect();
    expect(await answered(client.get(configMaps, NAME), bytes(text))).toBe(`could not get configmaps k/stock: ${why}${ADVICE}`);
    expect(await answered(client.patch(configMaps, NAME, { merge: {} }), bytes(text))).toBe(
      `could not patch configmaps k/stock: ${why}${ADVICE}`,
    );
  });

  it.each([
    ['null', 'the answer is not an object'],
    ['{}', 'the answer is not a list'],
    ['{"items":{}}', 'the answer is not a list'],
    ['{"items":[null]}', 'item 0 of the list is not an object'],
    ['{"items":[{"metadata":{}},3]}', 'item 1 of the list is not an object'],
    ['{"items":[{}]}', 'item 0 of the list has no metadata'],
    ['{"items":[{"metadata":{"labels":3}}]}', 'item 0 of the list has metadata.labels that are not texts'],
  ])('is not taken for a list: %s', async (text, why) =>
    expect(await answered(server.connect().client.list(configMaps), bytes(text))).toBe(`could not list configmaps: ${why}${ADVICE}`),
  );

  it.each<[string, string, (number: number) => object]>([
    ['leads back to a page that was read already', 'a list', (number) => ({ metadata: { continue: `page-${number % 3}` }, items: [] })],
    ['has 100 empty pages one after another', 'empty pages', (number) => ({ metadata: { continue: `page-${number}` }, items: [] })],
    [
      'has no end after 10000 pages',
      'pages without end',
      (number) => ({ metadata: { continue: `page-${number}` }, items: [{ metadata: {} }] }),
    ],
  ])('%s: %s is given up', async (why, _, page) => {
    let number = 0;
    const send = async () => page(number++);
    const refusal = refusalOf(createReader(send as Send).list(configMaps));
    expect(await refusal).toBe(`could not list configmaps: the list ${why}${ADVICE}`);
  });

  it('is read no further than it may be long', async () => {
    let sent = 0;
    const zero = async function* () {
      for (;;) {
        sent += 1;
        yield Buffer.alloc(2 ** 20);
      }
    };
    expect(await refusalOf(textOf(zero(), 'get it', 2 ** 22))).toBe(
      'could not get it: the answer is longer than 4 MiB; ask for less at a time',
    );
    expect(sent).toBe(5);
  });

  it.each(['null', '3', '{}', '{"type":"ADDED"}', '{"type":"ADDED","object":null}', '{"type":"BOOKMARK","object":3}', '{"type":"ERROR"}'])(
    'is not taken for an event: %s',
    async (line) => {
      const following = startFollowing(server.connect().client);
      (await server.next()).write(`${line}\n`);
      await following.failed(1);
      expect(ApiError.is(following.errors[0])).toBe(true);
      await following.stop();
    },
  );

  it.each([
    { kind: 'Status', message: 3, reason: {}, code: 'x', details: { causes: [null, 3, { field: 3 }], retryAfterSeconds: 'soon' } },
    { kind: 'Status', details: null },
    { kind: 'Status', details: { causes: {} } },
    null,
    [],
  ])('is read as far as it is a Status: %j', (body) =>
    expect(errorOfStatus('get it', body, { status: 403 })).toMatchObject({
      code: 'forbidden',
      message: 'could not get it: the API server answered 403',
    }),
  );

  it.each(['null', '{"resources":3}', '{"resources":[null,{"name":3}]}'])('is discovered only where it is there: %s', async (text) => {
    const found = createDiscovery(server.connect().client).find('v1', 'Pod');
    bytes(text)(await server.next());
    await expect(found).rejects.toThrow(ApiError);
  });
});
