import { describe, expect, it } from '@jest/globals';
import type { Controller } from '../../../../controllers/runtime/definition.ts';
import { ApiError } from '../../../../kube/errors/api-error.ts';
import { configMaps } from '../../../../kube/objects/built-in.ts';
import { keyOf, resource } from '../../../../kube/objects/resource.ts';
import { atWork } from '../controller-at-work.ts';
import { fakeCluster } from '../fake-cluster.ts';

const widgets = resource('example.com', 'v1', 'widgets', 'Widget');

/** Looks at ConfigMaps and Widgets, and notes what it looked at. */
function looking(optional: boolean) {
  const looked: string[] = [];
  const controller: Controller = {
    name: 'looking',
    summary: '',
    flags: {},
    setUp({ follow }) {
      follow(configMaps, { keys: ({ object }) => [`configmap ${keyOf(object)}`] });
      follow(widgets, { optional, keys: ({ object }) => [`widget ${keyOf(object)}`] });
      return async (key) => {
        looked.push(key);
        return 'on-change';
      };
    },
  };
  const cluster = fakeCluster();
  cluster.put(configMaps, { metadata: { name: 'a', namespace: 'default' } });
  let there = false;
  cluster.fault = ({ verb, resource: title }, commit) => {
    if (!there && title === 'widgets.example.com' && (verb === 'list' || verb === 'watch'))
      throw new ApiError('not-found', 'the server could not find the requested resource', { status: 404 });
    return commit();
  };
  const install = (yes: boolean) => {
    there = yes;
    if (!yes) cluster.breakWatches(new ApiError('not-found', 'the server could not find the requested resource', { status: 404 }));
  };
  return { cluster, looked, install, ...atWork(cluster, controller) };
}

describe('20: a mapping that throws for one object', () => {
  it('is said, and the others go on', async () => {
    const looked: string[] = [];
    const controller: Controller = {
      name: 'looking',
      summary: '',
      flags: {},
      setUp({ follow }) {
        follow(configMaps, {
          keys: ({ object }) => {
            if (object.metadata?.name === 'odd') throw new Error('a defect');
            return [keyOf(object)];
          },
        });
        return async (key) => {
          looked.push(key);
          return 'on-change';
        };
      },
    };
    const cluster = fakeCluster();
    for (const name of ['a', 'odd', 'b']) cluster.put(configMaps, { metadata: { name, namespace: 'default' } });
    const { clock, logs } = atWork(cluster, controller);
    await clock.advance(1_000);
    cluster.put(configMaps, { metadata: { name: 'c', namespace: 'default' } });
    await clock.advance(1_000);
    expect(looked).toEqual(['default/a', 'default/b', 'default/c']);
    expect(logs).toContainEqual(
      expect.objectContaining({
        level: 'error',
        resource: 'configmaps',
        object: 'default/odd',
        error: 'a defect',
        message: 'cannot tell what a change concerns',
      }),
    );
  });
});

describe('a controller that follows two collections', () => {
  it('decides nothing before both are there, nor before it is known that one will not come', async () => {
    const { clock, cluster, looked } = looking(false);
    cluster.fault = async ({ verb, resource: title }, commit) => {
      if (title !== 'widgets.example.com' || verb !== 'list') return commit();
      await clock.pause(5_000, new AbortController().signal);
      throw new ApiError('not-found', 'the server could not find the requested resource', { status: 404 });
    };
    await clock.advance(4_900);
    expect(looked).toEqual([]);
    await clock.advance(200);
    expect(looked).toEqual(['configmap default/a']);
  });
});

describe('22: a resource that the cluster does not have', () => {
  it('holds up nothing else; where it is needed, readiness says so', async () => {
    const { clock, looked, ready } = looking(false);
    await clock.advance(60_000);
    expect([looked, ready()]).toEqual([
      ['configmap default/a'],
      ['widgets.example.com: not listed yet: the server could not find the requested resource'],
    ]);
  });

  it('is no matter where it is optional: said once', async () => {
    const { clock, looked, ready, logs } = looking(true);
    await clock.advance(600_000);
    expect([
      looked,
      ready(),
      logs.filter(({ level, resource: title }) => level !== 'debug' && title === 'widgets.example.com').map(({ message }) => message),
    ]).toEqual([['configmap default/a'], [], ['not followed: the cluster does not have it or does not grant it']]);
  });

  it('is followed from the day that it is there, through its removal, and again', async () => {
    const { clock, looked, install, cluster, ready, logs } = looking(true);
    await clock.advance(60_000);
    cluster.put(widgets, { metadata: { name: 'w', namespace: 'default' } });
    install(true);
    await clock.advance(120_000);
    expect(looked).toEqual(['configmap default/a', 'widget default/w']);
    install(false);
    cluster.remove(widgets, 'default/w');
    await clock.advance(60_000);
    cluster.put(widgets, { metadata: { name: 'x', namespace: 'default' } });
    install(true);
    await clock.advance(120_000);
    const absent = 'not followed: the cluster does not have it or does not grant it';
    const said = logs
      .filter(({ level, resource: title }) => level !== 'debug' && title === 'widgets.example.com')
      .map(({ message }) => message);
    expect([looked.includes('widget default/x'), ready(), said]).toEqual([true, [], [absent, 'listed', absent, 'followed again']]);
  });
});
