import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { LogLine, NodeHooks } from '../../../local/api-server/contracts/node-hooks.ts';
import { namespaced, pod } from '../../conformance/objects.ts';
import { running } from './running.ts';

const NOW = Date.parse('2030-01-01T00:01:00Z');
const line = (secondsAgo: number, text: string): LogLine => ({ at: NOW - secondsAgo * 1_000, text });
const past = [line(30, 'one'), line(20, 'two'), line(10, 'three')];

describe('what comes from the pod itself', () => {
  let backend: Server;
  let port = 0;
  beforeAll(async () => {
    backend = createServer((request, response) => {
      response.writeHead(request.url === '/missing' ? 404 : 200, { 'content-type': 'text/plain' });
      response.end(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? 'no authorization'}`);
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const address = backend.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(async () => {
    backend.close();
    await once(backend, 'close');
  });
  const nodes: NodeHooks = {
    log: ({ metadata }, container, previous) =>
      metadata.name === 'waiting' || previous
        ? undefined
        : {
            past: container === 'side' ? [line(5, 'beside')] : past,
            async *following() {
              yield line(0, 'four');
            },
          },
    exec: () => undefined,
    attach: () => undefined,
    address: (_pod, wanted) => (wanted === 8080 ? { host: '127.0.0.1', port } : undefined),
  };
  const here = running({ nodes, clock: () => NOW });
  const at = namespaced('default', 'pods');
  beforeAll(async () => {
    for (const name of ['p', 'waiting'])
      await here.api.ask('POST', at, {
        body: pod(name, { nodeName: 'local', containers: [{ name: 'main', image: 'i', ports: [{ name: 'http', containerPort: 8080 }] }] }),
      });
    await here.api.ask('POST', at, {
      body: pod('two', {
        nodeName: 'local',
        containers: [
          { name: 'main', image: 'i' },
          { name: 'side', image: 'i' },
        ],
      }),
    });
    await here.api.ask('POST', at, { body: pod('nowhere') });
  });
  const log = async (path: string) => (await here.api.ask('GET', `${at}/${path}`)).text;

  it.each([
    ['p/log', 'one\ntwo\nthree\n'],
    ['p/log?tailLines=1', 'three\n'],
    ['p/log?tailLines=0', ''],
    ['p/log?sinceSeconds=25', 'two\nthree\n'],
    ['p/log?sinceTime=2030-01-01T00:00:45Z', 'three\n'],
    ['p/log?follow=true&tailLines=1', 'three\nfour\n'],
    ['p/log?timestamps=true&tailLines=1', '2030-01-01T00:00:50.000Z three\n'],
    ['p/log?limitBytes=5', 'one\nt'],
    ['two/log?container=side', 'beside\n'],
    ['nowhere/log', ''],
  ])('logs: %s', async (path, text) => expect(await log(path)).toBe(text));

  it.each([
    ['two/log', 400, 'a container name must be specified for pod two, choose one of: [main side]'],
    ['p/log?container=none', 400, 'container none is not valid for pod p'],
    ['p/log?previous=true', 400, 'previous terminated container "main" in pod "p" not found'],
    ['waiting/log', 400, 'container "main" in pod "waiting" is waiting to start: ContainerCreating'],
    ['none/log', 404, 'pods "none" not found'],
  ])('says why there is no log: %s', async (path, code, message) =>
    expect(here.api.ask('GET', `${at}/${path}`)).resolves.toMatchObject({ code, body: { message } }),
  );

  it('passes a request on to a port of a pod, without the credentials', async () => {
    await expect(here.api.ask('GET', `${at}/p:8080/proxy/books/1?a=b`)).resolves.toMatchObject({
      code: 200,
      text: 'GET /books/1?a=b no authorization',
    });
    await expect(here.api.ask('POST', `${at}/http:p:http/proxy/sell`, { body: { item: 'wood' } })).resolves.toMatchObject({
      code: 200,
      text: 'POST /sell no authorization',
    });
    await expect(here.api.ask('GET', `${at}/p/proxy/missing`)).resolves.toMatchObject({ code: 404, text: 'GET /missing no authorization' });
  });

  it('says why a port cannot be reached', async () => {
    await expect(here.api.ask('GET', `${at}/p:9/proxy/`)).resolves.toMatchObject({
      code: 503,
      body: { reason: 'ServiceUnavailable', message: 'error trying to reach service: pod p does not listen on port 9' },
    });
    await expect(here.api.ask('GET', `${at}/p:none/proxy/`)).resolves.toMatchObject({ code: 400 });
    await expect(here.api.ask('GET', `${at}/https:p:8080/proxy/`)).resolves.toMatchObject({ code: 501 });
  });
});
