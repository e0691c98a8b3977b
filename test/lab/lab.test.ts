import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { podTimestamp } from '../../controllers/pod-timestamp/pod-timestamp.ts';
import type { Controller } from '../../controllers/runtime/definition.ts';
import { connect } from '../../kube/connect.ts';
import { configMaps, deployments, leases, pods, type ConfigMap } from '../../kube/objects/built-in.ts';
import { keyOf, nameOfKey } from '../../kube/objects/resource.ts';
import { StatusError } from '../../local/api-server/contracts/status-error.ts';
import { startLab, type Lab, type LabOptions } from '../../lab/start-lab.ts';
import { askingPod } from '../controllers/pod-timestamp/asking-pod.ts';
import { definition, website, websites } from './website.ts';

let lab: Lab;
afterEach(() => lab.stop());
const start = async (options?: LabOptions): Promise<Lab> => (lab = await startLab(options));

/** 200 turns take longer than that on a busy machine alone. */
const SLOW_MS = 25_000;

const HELLO = { namespace: 'shop', name: 'hello' };
const map = (name: string): ConfigMap => ({ metadata: { namespace: 'default', name } });

/** Looks at every ConfigMap. */
const looking = (
  look: (key: string, parts: { readonly map?: ConfigMap; readonly turn: Parameters<Look>[1] }) => ReturnType<Look>,
): Controller => ({
  name: 'looking',
  summary: '',
  flags: {},
  rights: () => [
    { verbs: ['patch'], resource: configMaps, without: 'nothing is marked' },
    { verbs: ['get'], resource: pods, without: 'no pod is asked for' },
  ],
  setUp({ follow }) {
    const maps = follow(configMaps, { keys: ({ object }) => [keyOf(object)] });
    return (key, turn) => look(key, { map: maps.get(key), turn });
  },
});
type Look = ReturnType<Controller['setUp']>;

describe('a lab', () => {
  it('shows the whole life of what a controller cares for', async () => {
    await start({ definitions: [definition], workloads: 'ready' });
    const operator = await lab.run(website, { args: ['--image=nginx:2'] });
    await lab.put(websites, { metadata: HELLO, spec: { html: 'x' } });
    expect(await lab.quiet()).toEqual({ nextMs: undefined });
    const written = ['apply configmaps shop/hello', 'apply deployments.apps shop/hello', 'patch websites.example.com/status shop/hello'];
    expect(operator.writes()).toEqual(written);
    expect((await lab.client.get(websites, HELLO)).status).toEqual({ ready: true });
    await lab.put(websites, { metadata: HELLO, spec: { html: 'y' } });
    await lab.quiet();
    expect((await lab.client.get(configMaps, HELLO)).data).toEqual({ page: 'y' });
    expect(operator.writes()).toEqual([...written, 'apply configmaps shop/hello', 'apply deployments.apps shop/hello']);
    await lab.client.delete(websites, HELLO);
    await lab.quiet();
    expect((await lab.client.list(deployments)).items).toEqual([]);
    expect(operator.problems()).toEqual([]);
  });

  it('has faults that strike what a controller does, and not what the lab does for it', async () => {
    await start({ definitions: [definition] });
    const refused = new StatusError(500, 'InternalError', 'on purpose');
    const injection = lab.faults.inject({ at: 'request', verb: 'patch' }, { do: 'fail', status: refused.status });
    await lab.run(website, { args: ['--image=nginx:2'] });
    expect(injection.hits).toBe(0);
    injection.remove();
  });

  it('is dated by its own time, and any client can look into it', async () => {
    await start();
    await lab.run(podTimestamp);
    await lab.pass('36h');
    await lab.put(pods, askingPod('a'));
    await lab.quiet();
    const other = await connect({ env: {}, kubeconfig: lab.kubeconfig });
    const { metadata } = await other.client.get(pods, { namespace: 'default', name: 'a' });
    expect([metadata?.annotations?.['timestamp'], metadata?.creationTimestamp]).toEqual(['2026-01-02T12:00:00Z', '2026-01-02T12:00:00Z']);
    expect(lab.now()).toBe(36 * 3_600_000);
    await other.close();
  });

  it('lets time pass from timer to timer, and says when the next key is due', async () => {
    await start();
    const times: number[] = [];
    const hourly = looking(async () => {
      times.push(lab.now());
      return { afterMs: 3_600_000 };
    });
    await lab.put(configMaps, map('a'));
    await lab.run(hourly);
    expect(await lab.quiet()).toEqual({ nextMs: 3_600_000 });
    await lab.pass('150m');
    expect([times, await lab.quiet()]).toEqual([[0, 3_600_000, 7_200_000], { nextMs: 1_800_000 }]);
  });

  it('passes a day over a key that fails each time', async () => {
    await start();
    let tries = 0;
    const failing = looking(async () => {
      tries += 1;
      throw new Error('not today');
    });
    await lab.put(configMaps, map('a'));
    await lab.run(failing);
    await lab.pass('24h');
    expect(tries).toBeGreaterThan(90);
  });

  it('has a process die where it stands: what it asked and had not arrived is not done, and its Lease stays', async () => {
    await start();
    await lab.put(configMaps, map('a'));
    const marking = looking(async (key, { map: found, turn }) => {
      if (found?.data === undefined) await turn.client.patch(configMaps, nameOfKey(key), { merge: { data: { by: 'me' } } });
      return 'on-change';
    });
    const asked = Promise.withResolvers<void>();
    const held = (): Promise<never> => {
      asked.resolve();
      return new Promise(() => {});
    };
    lab.faults.inject({ at: 'request', verb: 'patch', resource: 'configmaps' }, held, { times: 1 });
    const first = await lab.run(marking, { elects: true });
    await asked.promise;
    await first.die();
    const second = await lab.run(marking, { elects: true });
    await lab.quiet();
    const holder = async () => (await lab.client.get(leases, { namespace: 'default', name: 'looking' })).spec?.holderIdentity;
    expect([await holder(), second.writes()]).toEqual(['looking-1', []]);
    await lab.pass('20s');
    expect([await holder(), second.writes()]).toEqual(['looking-2', ['patch configmaps default/a']]);
    await second.stop();
    expect(await holder()).toBe('');
  });

  it('hands out objects that cannot be changed', async () => {
    await start();
    const thrown: unknown[] = [];
    const careless = looking(async (_, { map: found }) => {
      try {
        Object.assign(found?.metadata ?? {}, { name: 'mine' });
      } catch (error) {
        thrown.push(error);
      }
      return 'on-change';
    });
    await lab.put(configMaps, map('a'));
    await lab.run(careless);
    await lab.quiet();
    expect(thrown).toEqual([expect.objectContaining({ message: expect.stringContaining('read only property') })]);
  });

  it('says which key wakes itself, and what was written last', async () => {
    await start({ quietWithinMs: SLOW_MS });
    await lab.put(configMaps, map('a'));
    let count = 0;
    const restless = looking(async (key, { turn }) => {
      count += 1;
      await turn.client.patch(configMaps, nameOfKey(key), { merge: { data: { count: String(count) } } });
      return 'on-change';
    });
    await lab.run(restless);
    await expect(lab.quiet()).rejects.toThrow(
      'it does not get quiet: default/a has had 200 turns: it wakes itself: data.count of configmaps default/a changes each time; ',
    );
  });

  it('says which key is woken again and again, though nothing is written', async () => {
    await start({ quietWithinMs: SLOW_MS });
    await lab.put(configMaps, map('a'));
    const waking: Controller = {
      ...looking(async () => 'on-change'),
      setUp({ follow, wake }) {
        follow(configMaps, { keys: ({ object }) => [keyOf(object)] });
        return async (key) => {
          wake(key);
          return 'on-change';
        };
      },
    };
    await lab.run(waking);
    await expect(lab.quiet()).rejects.toThrow('it does not get quiet: default/a has had 200 turns: no time passes between them');
  });

  it('waits in its own time where the server asks to wait', async () => {
    await start();
    const status = new StatusError(429, 'TooManyRequests', 'later', { retryAfterSeconds: 30 }).status;
    lab.faults.inject({ at: 'request', verb: 'patch', userAgent: 'pod-timestamp' }, { do: 'fail', status }, { times: 2 });
    await lab.put(pods, askingPod('a'));
    const stamping = await lab.run(podTimestamp);
    await lab.quiet();
    expect([stamping.writes(), lab.now()]).toEqual([['patch pods default/a'], 60_000]);
  });

  it('says which request is left open', async () => {
    await start({ quietWithinMs: 300 });
    await lab.put(configMaps, map('a'));
    lab.faults.inject({ at: 'request', verb: 'get', resource: 'pods' }, () => new Promise(() => {}));
    const asking = looking(async (_, { turn }) => {
      await turn.client.get(pods, { namespace: 'default', name: 'gone' });
      return 'on-change';
    });
    await lab.run(asking);
    await expect(lab.quiet()).rejects.toThrow(
      /^it does not get quiet: get pods default\/gone is under way; default\/a waits for a worker, or is in work/,
    );
  });

  it('makes no file once it is stopped, where nobody had asked for one before', async () => {
    await start();
    await lab.stop();
    expect(existsSync(dirname(lab.kubeconfig))).toBe(false);
  });

  it('leaves nothing behind', async () => {
    await start();
    await lab.run(podTimestamp);
    expect(existsSync(lab.kubeconfig)).toBe(true);
    await lab.stop();
    expect(existsSync(lab.kubeconfig)).toBe(false);
    await expect(connect({ env: {}, kubeconfig: lab.kubeconfig })).rejects.toThrow('cannot');
  });
});
