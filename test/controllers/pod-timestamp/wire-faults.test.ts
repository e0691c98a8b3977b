import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { podTimestamp } from '../../../controllers/pod-timestamp/pod-timestamp.ts';
import { start } from '../../../controllers/runtime/start.ts';
import { pods } from '../../../kube/objects/built-in.ts';
import { connect, type Connection } from '../../../kube/connect.ts';
import { metadataOf } from '../../../kube/objects/resource.ts';
import { StatusError, type StatusDetails } from '../../../local/api-server/contracts/status-error.ts';
import type { Fault, Match } from '../../../local/api-server/faults/faults.ts';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { askingPod } from './asking-pod.ts';

const fail = (code: number, reason: string, details?: StatusDetails): Fault => ({
  do: 'fail',
  status: new StatusError(code, reason, `on purpose: ${reason}`, details).status,
});

describe('pod-timestamp on the embedded API server, with faults on the wire', () => {
  let server: ApiServer;
  let connection: Connection;
  let folder: string;
  let stop: () => Promise<unknown>;
  beforeAll(async () => {
    server = await startApiServer();
    folder = mkdtempSync(join(tmpdir(), 'civ8s-wire-'));
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeconfig);
    connection = await connect({ env: {}, kubeconfig });
  });
  // A new one for each fault, as each fault makes the next pause of the same one longer.
  beforeEach(async () => {
    const stopping = new AbortController();
    const listed = new Promise<void>((resolve) => {
      const write = (text: string) => {
        if (text.includes('"listed"')) resolve();
      };
      const args = [`--kubeconfig=${join(folder, 'kubeconfig')}`, '--http-addr=127.0.0.1:0'];
      const ended = start(podTimestamp, { args, env: {}, stopSignal: () => stopping.signal, stdout: { write }, stderr: { write } });
      stop = () => {
        stopping.abort();
        return ended;
      };
    });
    await listed;
  });
  afterEach(() => stop());
  afterAll(async () => {
    await connection.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Creates three pods that ask, and answers how often each was changed by the time that all have a time. */
  async function stampThree(prefix: string): Promise<readonly number[]> {
    const { client } = connection;
    const { resourceVersion } = await client.list(metadataOf(pods));
    const changes = new Map<string, number>();
    const stamped = new Set<string>();
    for (let i = 0; i < 3; i++) await client.create(pods, askingPod(`${prefix}-${i}`));
    const seen = async (until: () => boolean): Promise<void> => {
      for await (const event of client.watch(metadataOf(pods), { resourceVersion })) {
        if (event.type === 'bookmark') continue;
        const { name = '', annotations } = event.object.metadata ?? {};
        if (event.type === 'modified') changes.set(name, (changes.get(name) ?? 0) + 1);
        if (annotations?.['timestamp'] !== undefined) stamped.add(name);
        if (until()) return;
      }
    };
    await seen(() => stamped.size === 3);
    // A pod that asks later has its time: whatever was under way for the others is over.
    await client.create(pods, askingPod(`${prefix}-fence`));
    changes.clear();
    await seen(() => stamped.has(`${prefix}-fence`));
    return [...changes.values()];
  }
  const byController: Match = { where: ({ userAgent }) => userAgent.startsWith('civ8s-pod-timestamp') };

  it.each<readonly [string, Match, Fault, number]>([
    ['1: the watch expires (410) before an event', { at: 'event', event: 'ADDED' }, fail(410, 'Expired'), 1],
    ['4: the connection breaks in the middle of an event', { at: 'event', event: 'ADDED' }, { do: 'half' }, 1],
    ['6: the watch ends again and again', { at: 'event', event: 'ADDED' }, { do: 'end' }, 2],
    [
      '7: patches are answered 429, with a time to wait',
      { at: 'request', verb: 'patch', resource: 'pods' },
      fail(429, 'TooManyRequests', { retryAfterSeconds: 1 }),
      3,
    ],
    ['8: patches are answered 500', { at: 'request', verb: 'patch', resource: 'pods' }, fail(500, 'InternalError'), 5],
    ['11: every event comes twice', { at: 'event' }, { do: 'repeat' }, 100],
    ['16: the answers to patches are lost after they were done', { at: 'answer', verb: 'patch', resource: 'pods' }, { do: 'drop' }, 3],
    ['17: patches are answered 409', { at: 'request', verb: 'patch', resource: 'pods' }, fail(409, 'Conflict'), 8],
  ])('%s: each pod is changed exactly once', async (title, match, fault, times) => {
    const injection = server.faults.inject({ ...byController, ...match }, fault, { times });
    try {
      expect(await stampThree(`fault-${Number.parseInt(title, 10)}`)).toEqual([1, 1, 1, 1]);
      expect(injection.hits).toBeGreaterThan(0);
    } finally {
      injection.remove();
    }
  });

  it('an outage: each pod that asked before and after is changed exactly once', async () => {
    const restore = await server.faults.outage();
    await restore();
    expect(await stampThree('outage')).toEqual([1, 1, 1, 1]);
  });
});
