import { describe, expect, it } from '@jest/globals';
import { Shop } from '../../constructs/shop.ts';
import { render } from '../../constructs/synth.ts';
import type { RealmSettings } from '../../constructs/realm-charts.ts';
import { mergedResources } from '../../constructs/resources.ts';
import { packageVersion } from '../../model/package-version.ts';
import type { ShopOptions } from '../../model/shop.ts';
import { manifestsOf, the } from './manifests.ts';
import { oneShop } from './realms.ts';
import { templatesOf } from './workloads.ts';

const objects = (options: ShopOptions = {}, settings: RealmSettings = {}) => manifestsOf(render(oneShop(options), settings));
const deployment = (options?: ShopOptions, settings?: RealmSettings) => the('Deployment', 'woodworker', objects(options, settings));
const template = (options?: ShopOptions, settings?: RealmSettings, name = 'woodworker') => {
  const [found] = templatesOf([the('Deployment', name, objects(options, settings))]);
  if (found === undefined) throw new Error('no template');
  return found;
};
const container = (...args: Parameters<typeof template>) => template(...args).containers[0];
const DIGEST = `registry.example.com/civ8s@sha256:${'0a'.repeat(32)}`;
const OURS = `civ8s:${packageVersion()}`;

describe('the settings of a shop', () => {
  it.each<[string, ShopOptions, RealmSettings, string]>([
    ['is our own, of this release', {}, {}, OURS],
    ['comes out of a registry', { registry: 'registry.example.com:5000/team' }, {}, `registry.example.com:5000/team/${OURS}`],
    ['is a tag', { image: 'mine:1' }, {}, 'mine:1'],
    ['is a digest', { image: DIGEST }, {}, DIGEST],
    ['says its own registry', { image: 'other.example.com/mine:1', registry: 'registry.example.com' }, {}, 'other.example.com/mine:1'],
    ['is that of all shops', {}, { defaults: { image: 'ours:2' } }, 'ours:2'],
    ['is its own before that of all shops', { image: 'mine:1' }, { defaults: { image: 'ours:2' } }, 'mine:1'],
  ])('name the image: it %s', (_, options, settings, image) => expect(container(options, settings)?.image).toBe(image));

  it.each(['Always', 'IfNotPresent', 'Never'] as const)('say when to pull it: %s', (pullPolicy) => {
    expect(container({ pullPolicy })?.imagePullPolicy).toBe(pullPolicy);
    expect(container({}, { defaults: { pullPolicy } })?.imagePullPolicy).toBe(pullPolicy);
  });
  it('pull it where it is absent, unless they say so', () => expect(container()?.imagePullPolicy).toBe('IfNotPresent'));

  it('choose a priority class and nodes', () =>
    expect(template({ priorityClass: 'low' }, { defaults: { nodeSelector: { disk: 'fast' } } }).spec).toMatchObject({
      priorityClassName: 'low',
      nodeSelector: { disk: 'fast' },
    }));
  it('choose neither by themselves', () =>
    expect(Object.keys(template().spec)).toEqual(
      expect.not.arrayContaining(['priorityClassName', 'nodeSelector', 'affinity', 'topologySpreadConstraints']),
    ));

  it('label the Deployment and its pods, beside our own labels, and never their selector', () => {
    const all = {
      team: 'a',
      stage: 'test',
      'civ8s.dev/realm': 'small',
      'civ8s.dev/shop-type': 'woodworker',
      shop: 'woodworker',
      town: 'lonely-town',
    };
    const settings = { defaults: { labels: { team: 'b', stage: 'test' } } };
    expect(deployment({ labels: { team: 'a' } }, settings).metadata.labels).toEqual(all);
    expect(template({ labels: { team: 'a' } }, settings)).toMatchObject({
      labels: all,
      selector: { town: 'lonely-town', shop: 'woodworker' },
    });
    expect(Object.keys(template({ labels: { team: 'a' } }, settings).selector)).toEqual(['shop', 'town']);
  });

  it('annotate the Deployment and its pods; that new directions roll it can be taken back', () => {
    const found = deployment(
      { annotations: { 'example.com/a': '1' } },
      { defaults: { annotations: { 'example.com/a': '2', 'example.com/b': '3' } } },
    );
    const annotations = { 'example.com/a': '1', 'example.com/b': '3' };
    expect(found.metadata.annotations).toEqual({ ...annotations, 'reloader.stakater.com/auto': 'true' });
    expect(found['spec']).toMatchObject({ template: { metadata: { annotations } } });
    expect(deployment({ annotations: { 'reloader.stakater.com/auto': 'false' } }).metadata.annotations).toEqual({
      'reloader.stakater.com/auto': 'false',
    });
  });

  it('multiply its workers, which are then spread and kept through drains', () => {
    const found = objects({ replicas: 3 });
    const selector = { matchLabels: { shop: 'woodworker', town: 'lonely-town' } };
    expect(template({ replicas: 3 })).toMatchObject({
      replicas: 3,
      spec: {
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 100, podAffinityTerm: { labelSelector: selector, topologyKey: 'kubernetes.io/hostname' } },
            ],
          },
        },
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: selector },
        ],
      },
    });
    expect(the('PodDisruptionBudget', 'woodworker', found)['spec']).toEqual({
      maxUnavailable: 1,
      selector,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });
  it('may leave their number to demand: the Deployment says the range, and no number', () => {
    const replicas = { from: 1, to: 5 };
    const found = deployment({ replicas, annotations: { 'example.com/a': '1' } });
    expect(found.metadata.annotations).toEqual({
      'civ8s.dev/replicas': '1-5',
      'example.com/a': '1',
      'reloader.stakater.com/auto': 'true',
    });
    expect(found['spec']).not.toHaveProperty('replicas');
    expect(found['spec']).toMatchObject({ template: { metadata: { annotations: { 'example.com/a': '1' } } } });
    const others = (options: ShopOptions) => objects(options, { system: false }).filter(({ kind }) => kind !== 'Deployment');
    expect(others({ replicas })).toEqual(others({ replicas: 5 }));
    expect(template({ replicas })).toEqual({ ...template({ replicas: 5 }), replicas: 1 });
  });
  it('say how many where a range leaves no choice', () => {
    const found = deployment({ replicas: { from: 3, to: 3 } });
    expect(found).toEqual(deployment({ replicas: 3 }));
  });
  it('may leave the number of all shops to demand, and a shop says its own', () => {
    const all = { defaults: { replicas: { from: 2, to: 4 } } };
    expect(deployment({}, all).metadata.annotations).toMatchObject({ 'civ8s.dev/replicas': '2-4' });
    expect(template({ replicas: 3 }, all).replicas).toBe(3);
    expect(deployment({ replicas: 3 }, all).metadata.annotations).not.toHaveProperty(['civ8s.dev/replicas']);
  });
  it('may leave it without a worker', () =>
    expect([
      template({ replicas: 0 }).replicas,
      objects({ replicas: 0 }).filter(({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.name === 'woodworker'),
    ]).toEqual([0, []]));
});

describe('the resources of a shop', () => {
  const usual = {
    requests: { cpu: '50m', memory: '96Mi', 'ephemeral-storage': '64Mi' },
    limits: { cpu: '1', memory: '192Mi', 'ephemeral-storage': '640Mi' },
  };
  it('are ours where nothing is said', () => expect(container()?.resources).toEqual(usual));
  it('are what is said, each by itself', () =>
    expect(
      container(
        { resources: { requests: { cpu: '0.2' } } },
        { defaults: { resources: { requests: { cpu: '100m', memory: '1e8' }, limits: { 'ephemeral-storage': '1Gi' } } } },
      )?.resources,
    ).toEqual({
      requests: { cpu: '0.2', memory: '1e8', 'ephemeral-storage': '64Mi' },
      limits: { cpu: '1', memory: '192Mi', 'ephemeral-storage': '1Gi' },
    }));
  it('raise our limit to a request above it', () => expect(mergedResources(usual, { requests: { cpu: '2' } }).limits.cpu).toBe('2'));
  it('lower our request to a limit below it', () =>
    expect(mergedResources(usual, { limits: { memory: '64Mi' } }).requests.memory).toBe('64Mi'));
  it('keep both sides where both are said', () =>
    expect(mergedResources(usual, { requests: { cpu: '1' } }, { limits: { cpu: '3' } })).toMatchObject({
      requests: { cpu: '1' },
      limits: { cpu: '3' },
    }));
});

describe('the type of a shop', () => {
  class Tavern extends Shop {}
  it('chooses its construct', () => {
    const found: string[] = [];
    class Counted extends Tavern {
      constructor(...args: ConstructorParameters<typeof Shop>) {
        super(...args);
        found.push(args[2].shop.name);
      }
    }
    render(oneShop({ type: 'tavern' }), { types: { tavern: Counted } });
    expect(found).toEqual(['woodworker']);
  });
  it('may be scaled by demand, like any other', () => {
    class Staffed extends Shop {
      constructor(...args: ConstructorParameters<typeof Shop>) {
        super(...args);
        this.workers.metadata.addAnnotation('example.com/by', 'us');
        this.workers.addContainer({ name: 'bard', image: 'bard:1' });
      }
    }
    const found = deployment({ type: 'tavern', replicas: { from: 1, to: 3 } }, { types: { tavern: Staffed } });
    expect(found.metadata.annotations).toMatchObject({ 'example.com/by': 'us', 'civ8s.dev/replicas': '1-3' });
    expect(found['spec']).not.toHaveProperty('replicas');
    expect(templatesOf([found])[0]?.containers.map(({ name }) => name)).toEqual(['woodworker', 'bard']);
  });
  it.each(['constructor', 'to-string', 'brewery'])('is a plain shop where no construct is given for it: %s', (type) =>
    expect(deployment({ type }, { types: { tavern: Tavern } }).metadata.labels).toMatchObject({ 'civ8s.dev/shop-type': type }),
  );
});

describe('the settings of the controllers', () => {
  const controller = (system: RealmSettings['system']) => template({}, system === undefined ? {} : { system }, 'pod-timestamp');
  it('are two replicas of our own image, which shops may not share', () => {
    const found = template({}, { defaults: { image: 'ours:2', replicas: 5 } }, 'pod-timestamp');
    expect([found.replicas, found.containers[0]?.image]).toEqual([2, OURS]);
  });
  it('are what is said', () => {
    const found = controller({
      image: DIGEST,
      replicas: 1,
      pullPolicy: 'Always',
      resources: { limits: { memory: '1Gi' } },
      priorityClass: 'system-cluster-critical',
      nodeSelector: { disk: 'fast' },
    });
    expect(found).toMatchObject({ replicas: 1, spec: { priorityClassName: 'system-cluster-critical', nodeSelector: { disk: 'fast' } } });
    expect(found.containers[0]).toMatchObject({
      image: DIGEST,
      imagePullPolicy: 'Always',
      resources: { limits: { memory: '1Gi', cpu: '1' } },
    });
  });
  it('may leave them to another realm of the cluster', () =>
    expect(
      objects({}, { system: false })
        .filter(({ metadata }) => metadata.namespace !== 'kingdom-of-one')
        .map(({ kind }) => kind),
    ).toEqual(['Namespace']));
});
