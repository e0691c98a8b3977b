import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import type { Client } from '../../../kube/client/client.ts';
import { configMaps, deployments, type ConfigMap, type Deployment } from '../../../kube/objects/built-in.ts';
import type { KubeObject, ObjectMeta } from '../../../kube/objects/resource.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { patched } from '../runtime/fake-patch.ts';
import { AUTO, configMap, workload } from './objects.ts';

type Managed = NonNullable<ObjectMeta['managedFields']>[number];

const annotationsOf = (object: KubeObject | undefined) => object?.metadata?.annotations ?? {};
const templateOf = (object: Deployment | undefined) => object?.spec?.template;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What the API server notes of a write, as far as anybody here reads it: each write is of a second of its own. */
function noted<T extends KubeObject>(before: T | undefined, after: T, manager: string, second: number): T {
  const time = new Date(second * 1_000).toISOString();
  const [was, is]: readonly [(Deployment & ConfigMap) | undefined, Deployment & ConfigMap] = [before, after];
  const changed = [
    ...Object.keys({ ...annotationsOf(was), ...annotationsOf(is) })
      .filter((key) => annotationsOf(was)[key] !== annotationsOf(is)[key])
      .map((key) => ['f:metadata', 'f:annotations', `f:${key}`]),
    ...(isSame(was?.data, is.data) ? [] : [['f:data']]),
    ...(isSame(templateOf(was), templateOf(is)) ? [] : [['f:spec', 'f:template', 'f:spec']]),
  ];
  const fieldsV1 = changed.reduce<object>((tree, path) => withPath(tree, path), {});
  const others = (before?.metadata?.managedFields ?? []).map((entry) => withoutAnnotations(entry, Object.keys(annotationsOf(is)), changed));
  const own = others.find((entry) => entry.manager === manager);
  const entry = { manager, operation: 'Update', time, fieldsV1: merged(own?.fieldsV1 ?? {}, fieldsV1) };
  const metadata = {
    ...after.metadata,
    creationTimestamp: before?.metadata?.creationTimestamp ?? time,
    managedFields: [...others.filter((other) => other.manager !== manager), entry],
  };
  return { ...after, metadata };
}
type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;
const withPath = (tree: object, [first, ...rest]: readonly string[]): object =>
  first === undefined ? tree : { ...tree, [first]: withPath(((tree as Tree)[first] as object | undefined) ?? {}, rest) };
const merged = (one: object, other: object): object => {
  const both = new Map<string, unknown>(Object.entries(one));
  for (const [key, value] of Object.entries(other)) {
    const before = both.get(key);
    both.set(key, isTree(before) && isTree(value) ? merged(before, value) : value);
  }
  return Object.fromEntries(both);
};
/** Whoever changes an annotation, or takes it away, takes it over from all others. */
function withoutAnnotations(entry: Managed, there: readonly string[], changed: readonly (readonly string[])[]): Managed {
  const fields: { readonly 'f:metadata'?: { readonly 'f:annotations'?: Tree } } | undefined = entry.fieldsV1;
  const kept = Object.entries(fields?.['f:metadata']?.['f:annotations'] ?? {}).filter(
    ([key]) => there.includes(key.slice(2)) && !changed.some((path) => path[2] === key),
  );
  return { ...entry, fieldsV1: { ...fields, 'f:metadata': { 'f:annotations': Object.fromEntries(kept) } } };
}

interface Revision {
  readonly template: ReturnType<typeof templateOf>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A Deployment and the ConfigMap that it uses, its ReplicaSets and its pods; and the controller, one process after another. */
function world(args: readonly string[]) {
  const cluster = fakeCluster();
  const clock = createVirtualClock();
  let second = 1_000;
  let revisions: readonly Revision[] = [];
  const seen = { pods: undefined as string | undefined, template: undefined as unknown, rolls: 0, changes: 0 };
  const web = () => cluster.get(deployments, 'default/web');
  const content = () => cluster.get(configMaps, 'default/settings')?.data?.['key'];
  /** What the deployment controller and the kubelet do about a write. */
  const afterWrite = (byController: boolean): void => {
    const { template, annotations } = { template: templateOf(web()), annotations: annotationsOf(web()) };
    if (template !== undefined && !isSame(template, seen.template)) {
      seen.template = template;
      seen.pods = content(); // without it, they wait
      if (byController) seen.rolls += 1;
      revisions = revisions.filter((one) => !isSame(one.template, template));
      revisions = [...revisions, { template, annotations }];
    }
    if (template !== undefined) seen.pods ??= content();
    revisions = revisions.map((one) => (isSame(one.template, template) ? { template, annotations } : one));
  };
  const put = (resource: Parameters<FakeCluster['put']>[0], object: Deployment | ConfigMap, manager: string): void => {
    const before = cluster.get(resource, `default/${object.metadata?.name}`);
    cluster.put(
      resource,
      noted<KubeObject>(before, { ...object, metadata: { ...before?.metadata, ...object.metadata } }, manager, second++),
    );
    afterWrite(false);
  };
  const watched: FakeCluster = {
    ...cluster,
    get watches() {
      return cluster.watches;
    },
    connect() {
      const { client, die } = cluster.connect();
      const patch: Client['patch'] = async (resource, name, given, options) => {
        const key = `${name.namespace}/${name.name}`;
        const before = cluster.get(resource, key);
        let steps = 'json' in given ? given.json : [];
        if (before !== undefined && 'json' in given && resource.plural === 'deployments')
          try {
            const { metadata } = noted(before, patched(resource, before, given), options?.fieldManager ?? '', second++);
            steps = [...steps, { op: 'add', path: '/metadata/managedFields', value: metadata?.managedFields }];
          } catch {
            // It is refused, and the cluster says so.
          }
        const answer = await client.patch(resource, name, 'json' in given ? { json: steps } : given, options);
        return answer;
      };
      return { client: { ...client, patch }, die };
    },
  };
  cluster.fault = ({ verb }, commit) => {
    const answer = commit();
    if (verb === 'patch') afterWrite(true);
    return answer;
  };
  const start = () => atWork(watched, configReload, { args, clock });
  let process = start();
  const change = (value: string): void => {
    if (content() === value) return; // the API server writes nothing then
    if (content() !== undefined) seen.changes += 1;
    put(configMaps, configMap('settings', { key: value }), 'kubectl');
  };
  const edit = (annotations: Readonly<Record<string, string>>, template: Deployment['spec'], manager: string): void => {
    if (web() !== undefined) put(deployments, { metadata: { namespace: 'default', name: 'web', annotations }, spec: template }, manager);
  };
  const acts = {
    make: () => void (web() === undefined && put(deployments, workload('web', { annotations: {} }), 'kubectl-create')),
    annotate: () => edit({ ...annotationsOf(web()), ...AUTO }, web()?.spec, 'kubectl-annotate'),
    'one more image': () => {
      const { metadata, spec } = workload('web', { template: { image: String(second) } });
      edit(annotationsOf(web()), metadata === undefined ? undefined : spec, 'kubectl-edit');
    },
    'take the record away': () => {
      const { [APPLIED]: _, ...others } = annotationsOf(web());
      edit(others, web()?.spec, 'my-operator');
    },
    undo: () => {
      const former = revisions.at(-2);
      if (former !== undefined && web() !== undefined)
        edit(former.annotations, { ...web()?.spec, template: former.template } as Deployment['spec'], 'kubectl-rollout');
    },
    restart: () => {
      process.die();
      process = start();
    },
  };
  return { clock, acts, change, seen, content };
}

type Act = keyof ReturnType<typeof world>['acts'];
const ACTS: readonly Act[] = ['make', 'annotate', 'one more image', 'take the record away', 'undo', 'restart'];

describe('config-reload', () => {
  it('ends with the newest content in the pods, whatever happens in whatever order, and rolls no more often than it changes', async () => {
    const step = fc.oneof(
      fc.record({ act: fc.constantFrom(...ACTS) }),
      fc.record({ write: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ pass: fc.constantFrom(1, 50, 700, 1_500, 70_000) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.constantFrom(['--debounce=1s'], ['--debounce=0']), async (steps, args) => {
        const { clock, acts, change, seen, content } = world(args);
        for (const one of steps) {
          if ('act' in one) acts[one.act]();
          else if ('write' in one) change(one.write);
          else await clock.advance(one.pass);
        }
        acts.make();
        acts.annotate();
        await clock.advance(300_000);
        expect([seen.pods, seen.rolls <= seen.changes]).toEqual([content(), true]);
      }),
      {
        numRuns: 150,
        // The watch of Deployments is ahead of that of ConfigMaps: the first look knows an earlier content than the pods have.
        examples: [[[{ pass: 1 }, { write: 'a' }, { write: 'c' }, { write: 'a' }, { act: 'make' }, { write: 'c' }], ['--debounce=1s']]],
      },
    );
  });
});
