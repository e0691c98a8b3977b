import { beforeAll, expect, it } from '@jest/globals';
import { planApply } from '../../../cli/apply/apply-plan.ts';
import { applySetOf, declareSet, ensureSystemNamespace, FIELD_MANAGER } from '../../../cli/apply/apply-set.ts';
import { carryOut } from '../../../cli/apply/carry-out.ts';
import { objectsOf } from '../../../cli/apply/manifests.ts';
import { isApplied } from '../../../cli/apply/is-applied.ts';
import { render } from '../../../constructs/synth.ts';
import type { Client } from '../../../kube/client/client.ts';
import { createDiscovery } from '../../../kube/client/discover.ts';
import { nameOf, type KubeObject } from '../../../kube/objects/resource.ts';
import { realm } from '../../../realm.ts';
import { describeOnBothServers, type ClusterOfCommand } from '../commands/on-both-servers.ts';

const set = applySetOf(realm.name);
const objects = render(realm).flatMap(({ name, text }) => objectsOf(name, text));

/** A client, and what it was asked for. */
function counted(client: Client): { readonly client: Client; readonly asked: string[] } {
  const asked: string[] = [];
  const noted = <Method extends 'get' | 'patch' | 'create' | 'delete'>(method: Method): Client[Method] =>
    ((...args: Parameters<Client[Method]>) => {
      asked.push(`${method} ${args[0].plural}`);
      return (client[method] as (...all: typeof args) => unknown)(...args);
    }) as Client[Method];
  return { client: { ...client, get: noted('get'), patch: noted('patch'), create: noted('create'), delete: noted('delete') }, asked };
}

function suite(place: () => ClusterOfCommand): void {
  beforeAll(async () => {
    const { client } = place().connection;
    await ensureSystemNamespace(client, {});
    await declareSet(client, set, objects, {});
    await carryOut(client, await planApply(client, createDiscovery(client), set, objects), () => {});
  });

  const plan = async (wanted: readonly KubeObject[] = objects) => {
    const { client, asked } = counted(place().connection.client);
    const planned = await planApply(client, createDiscovery(client), set, wanted);
    return { planned: planned.filter(({ does }) => does !== 'leave').map(({ does, title }) => `${does} ${title}`), asked };
  };

  it('asks about none of them, where all are as they are wished', async () =>
    expect(await plan()).toEqual({ planned: [], asked: ['get configmaps'] })); // the set itself

  it('asks about the one that is to be another', async () => {
    const other = objects.map((object) =>
      object.kind === 'Deployment' && object.metadata?.name === 'woodworker'
        ? { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, motto: 'measure twice' } } }
        : object,
    );
    expect(await plan(other)).toEqual({ planned: ['change deployment.apps/woodworker'], asked: ['get configmaps', 'patch deployments'] });
  });

  it('is not taken in by any value that is another, missing or new, wished or there', async () => {
    const { client } = place().connection;
    const discovery = createDiscovery(client);
    let [compared, variants, said] = [0, 0, 0];
    for (const { resource, object } of await planApply(client, discovery, set, objects)) {
      const live = await client.get(resource, nameOf(object));
      const there: KubeObject = { ...live, apiVersion: object.apiVersion, kind: object.kind };
      expect({ object, is: isApplied(there, object, FIELD_MANAGER) }).toEqual({ object, is: true });
      compared += 1;
      for (const variant of variantsOf(object)) {
        variants += 1;
        if (!isApplied(there, variant, FIELD_MANAGER)) continue;
        said += 1;
        const patch = { apply: variant, force: true };
        const after = await client.patch(resource, nameOf(object), patch, { fieldManager: FIELD_MANAGER, dryRun: true });
        expect({ variant, after: after.metadata?.resourceVersion }).toEqual({ variant, after: live.metadata?.resourceVersion });
      }
      for (const path of leavesOf(object))
        expect({ path, is: isApplied(changedAt(there, path) as KubeObject, object, FIELD_MANAGER) }).toEqual({ path, is: false });
    }
    expect(compared).toBe(objects.length);
    expect(variants).toBeGreaterThan(1_000);
    expect(said).toBeLessThan(variants / 100); // as where a list that was empty is left out
  });
}

describeOnBothServers('what is applied already', suite);

type Path = readonly (string | number)[];

/** To each value that is said of an object; not to what tells it from others. */
function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'].includes(path.join('.'))) return [];
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, held]) => leavesOf(held, [...path, Array.isArray(value) ? Number(key) : key]));
}

const variantsOf = (object: KubeObject): readonly KubeObject[] =>
  leavesOf(object).flatMap((path) => [changedAt(object, path) as KubeObject, changedAt(object, path, 'without') as KubeObject]);

/** The same with another value there, or with none. */
function changedAt(value: unknown, [key, ...rest]: Path, how: 'other' | 'without' = 'other'): unknown {
  if (key === undefined)
    return typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${JSON.stringify(value)}-other`;
  const isLast = how === 'without' && rest.length === 0;
  if (Array.isArray(value))
    return isLast ? value.toSpliced(Number(key), 1) : value.with(Number(key), changedAt(value[Number(key)], rest, how));
  const record = value as Readonly<Record<string, unknown>>;
  if (!isLast) return { ...record, [key]: changedAt(record[String(key)], rest, how) };
  const { [String(key)]: _gone, ...others } = record;
  return others;
}
