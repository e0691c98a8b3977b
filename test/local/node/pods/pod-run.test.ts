import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../../ground/time/clock.ts';
import type { Pod } from '../../../../kube/objects/built-in.ts';
import type { PodEvent } from '../../../../local/node/pods/pod-event.ts';
import { createPodRun } from '../../../../local/node/pods/pod-run.ts';

type Spec = Partial<NonNullable<Pod['spec']>>;
type Container = NonNullable<Pod['spec']>['containers'][number];

describe('a pod on this machine', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
    mkdirSync(join(folder, 'pod', 'volumes'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const podOf = (spec: Spec, container: Partial<Container> = {}): Pod => ({
    metadata: { name: 'p', namespace: 'x', uid: 'u' },
    spec: { containers: [{ name: 'c', image: 'civ8s:1', ...container }], ...spec },
  });
  /** Brings it forward by a step: what it was told, and what was started. */
  function advance(pod: Pod) {
    const events: PodEvent[] = [];
    const started: (readonly string[])[] = [];
    const run = createPodRun(pod, {
      place: {
        folder: join(folder, 'pod'),
        ip: '127.0.0.1',
        nodeName: 'n',
        ports: new Map(),
        program: 'node',
        programArgs: [],
        environment: {},
        configMap: () => ({ metadata: { name: 'm' }, data: { k: 'hostile' } }),
        secret: () => ({ metadata: { name: 's' }, data: { k: 'aG9zdGlsZQ==' } }),
        claim: () => undefined,
        caCertificate: 'ca',
      },
      clock: systemClock,
      wall: () => 0,
      launch: ({ args }) => {
        started.push(args);
        return { pid: 1, ended: new Promise(() => undefined), signal: () => undefined };
      },
      token: () => 'token',
      onLog: () => undefined,
      onChange: () => undefined,
      onEvent: (event) => events.push(event),
    });
    const next = () => run.advance(pod);
    next();
    next(); // a second step tells nothing twice
    return { events: events.filter(({ type }) => type === 'Warning'), started, state: run.view.containers[0]?.state };
  }

  const volumeOf = (source: object): Spec => ({ volumes: [{ name: 'v', ...source }] });
  const named = { fieldRef: { fieldPath: 'metadata.name' } };
  describe.each([
    ['a ConfigMap', (path: string) => volumeOf({ configMap: { name: 'm', items: [{ key: 'k', path }] } })],
    ['a Secret', (path: string) => volumeOf({ secret: { secretName: 's', items: [{ key: 'k', path }] } })],
    ['a field', (path: string) => volumeOf({ downwardAPI: { items: [{ path, ...named }] } })],
    [
      'a projected ConfigMap',
      (path: string) => volumeOf({ projected: { sources: [{ configMap: { name: 'm', items: [{ key: 'k', path }] } }] } }),
    ],
    [
      'a projected Secret',
      (path: string) => volumeOf({ projected: { sources: [{ secret: { name: 's', items: [{ key: 'k', path }] } }] } }),
    ],
    ['a projected field', (path: string) => volumeOf({ projected: { sources: [{ downwardAPI: { items: [{ path, ...named }] } }] } })],
    ['a projected token', (path: string) => volumeOf({ projected: { sources: [{ serviceAccountToken: { path } }] } })],
  ])('with %s', (_, of) => {
    it.each(['../../../x', '../../../../x', '..data', '..', '/x', 'a/../../../../x', 'x\0y', '.', 'y'.repeat(300)])(
      'at %j writes nothing outside its volume, and says why it does not start',
      (path) => {
        const { events, started } = advance(podOf(of(path)));
        expect(events).toEqual([{ type: 'Warning', reason: 'FailedMount', message: expect.stringContaining('volume "v"') }]);
        expect(started).toEqual([]);
        expect(readdirSync(folder)).toEqual(['pod']);
        expect(readdirSync(join(folder, 'pod'))).toEqual(['volumes']);
        expect(readdirSync(join(folder, 'pod', 'volumes'), { recursive: true }).filter((name) => name !== 'v')).toEqual([]);
      },
    );
    it('at a path of folders is a file in them', () => {
      expect(advance(podOf(of('a/b'))).started).toHaveLength(1);
      expect(readFileSync(join(folder, 'pod', 'volumes', 'v', 'a', 'b'), 'utf8')).not.toBe('');
    });
  });

  it.each(['../..', 'a/../..', '/etc', 'x\0'])('mounts no subPath %j', (subPath) => {
    const { events, started } = advance(podOf(volumeOf({ emptyDir: {} }), { volumeMounts: [{ name: 'v', mountPath: '/m', subPath }] }));
    if (subPath === '/etc') return expect(started).toHaveLength(1); // `etc` of the volume, as a kubelet reads it
    expect(events).toEqual([{ type: 'Warning', reason: 'Failed', message: expect.stringContaining('subPath') }]);
    expect(started).toEqual([]);
  });

  it('follows no link out of a volume', () => {
    mkdirSync(join(folder, 'pod', 'volumes', 'v'), { recursive: true });
    symlinkSync('/etc', join(folder, 'pod', 'volumes', 'v', 'out'));
    const { started } = advance(podOf(volumeOf({ emptyDir: {} }), { volumeMounts: [{ name: 'v', mountPath: '/m', subPath: 'out/new' }] }));
    expect(started).toEqual([]);
  });

  it('finds a file of a ConfigMap by its subPath', () => {
    const { started } = advance(
      podOf(volumeOf({ configMap: { name: 'm' } }), {
        args: ['serve', '/m'],
        volumeMounts: [{ name: 'v', mountPath: '/m', subPath: 'k' }],
      }),
    );
    expect(started).toEqual([['serve', join(folder, 'pod', 'volumes', 'v', 'k')]]);
  });

  it.each<[string, Partial<Container>]>([
    ['argument 2', { args: ['serve', 'a\0b'] }],
    ['variable "A"', { env: [{ name: 'A', value: 'a\0b' }] }],
  ])('with a NUL in its %s does not start, and says why', (what, container) => {
    const { events, started, state } = advance(podOf({}, container));
    const message = `${what} holds a NUL character, which no process can be given: leave it out`;
    expect(events).toEqual([{ type: 'Warning', reason: 'Failed', message: `Error: ${message}` }]);
    expect(state).toEqual({ is: 'waiting', reason: 'CreateContainerError', message });
    expect(started).toEqual([]);
  });
});
