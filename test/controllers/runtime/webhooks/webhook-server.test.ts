import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'node:https';
import { createLog } from '../../../../controllers/runtime/tell/log.ts';
import { createWebhookServer, type WebhookServer } from '../../../../controllers/runtime/webhooks/webhook-server.ts';
import { createAuthority, issueServer } from '../../../../ground/certificates/certificate.ts';
import type { WebhookResponder } from '../../../../webhooks/respond.ts';

const authority = createAuthority('an authority', Date.now());
let server: WebhookServer;
let port: number;
let respond: WebhookResponder;
let logged: string[];
beforeEach(async () => {
  respond = () => async () => ({ fine: true });
  logged = [];
  const log = createLog({ level: 'info', format: 'json', out: { write: (line) => void logged.push(line) } });
  server = createWebhookServer((path) => respond(path), log, true);
  server.use(issueServer(authority, ['127.0.0.1'], Date.now()));
  port = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly body?: string | Buffer;
}
const send = ({ path = '/x?timeout=10s', method = 'POST', type = 'application/json', body = '{}' }: Sent = {}): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, ca: authority.certificate, headers: { 'content-type': type }, agent: false };
    const asked = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve([response.statusCode, text]));
    });
    asked.on('error', reject).end(body);
  });

describe('the server of webhooks', () => {
  it('answers in JSON what it is asked in JSON', async () => expect(await send()).toEqual([200, '{"fine":true}']));

  it.each<[string, Sent, number, string]>([
    ['what is not sent by POST', { method: 'PUT' }, 405, 'a review is sent by POST'],
    ['what is not JSON by its type', { type: 'text/yaml' }, 415, 'a review is application/json, and not "text/yaml"'],
    ['what is too long', { body: Buffer.alloc(9 * 1024 * 1024) }, 413, 'the review is longer than 8388608 bytes'],
  ])('refuses %s', async (_, sent, code, text) => expect(await send(sent)).toEqual([code, text]));

  it.each(['//', '//?timeout=1s', '/%'])('is not ended by what is not a URL: %s', async (path) => {
    respond = () => undefined;
    expect(await send({ path })).toEqual([404, `there is no webhook at ${path.split('?')[0]}`]);
  });

  it('knows no other paths', async () => {
    respond = () => undefined;
    expect(await send({ path: '/elsewhere' })).toEqual([404, 'there is no webhook at /elsewhere']);
  });

  it('does not wait for a rule longer than the API server does, and aborts what the rule has asked', async () => {
    let reason: unknown;
    respond =
      () =>
      ({ signal }) =>
        new Promise(() => signal.addEventListener('abort', () => (reason = signal.reason)));
    expect(await send({ path: '/x?timeout=0.05s' })).toEqual([504, 'the rule at /x took longer than the API server waits']);
    expect(reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('shows a new certificate from the next connection on', async () => {
    const other = createAuthority('another', Date.now());
    server.use(issueServer(other, ['127.0.0.1'], Date.now()));
    await expect(send()).rejects.toThrow('unable to verify the first certificate');
  });

  it('answers what is in hand before it ends', async () => {
    let finish: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      respond = () => () =>
        new Promise((answer) => {
          finish = () => answer({ late: true });
          resolve();
        });
    });
    const answer = send();
    await asked;
    const closed = server.close();
    finish?.();
    expect(await answer).toEqual([200, '{"late":true}']);
    await closed;
  });
});
