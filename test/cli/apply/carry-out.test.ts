import { describe, expect, it } from '@jest/globals';
import type { PlannedObject } from '../../../cli/apply/apply-plan.ts';
import { carryOut } from '../../../cli/apply/carry-out.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { configMaps, namespaces } from '../../../kube/objects/built-in.ts';
import { resource, type KubeObject, type ObjectName, type Resource } from '../../../kube/objects/resource.ts';

const roles = resource('rbac.authorization.k8s.io', 'v1', 'clusterroles', 'ClusterRole', 'cluster');

const step = (does: PlannedObject['does'], of: Resource<KubeObject>, name: string, namespace?: string): PlannedObject => ({
  does,
  title: `${of.kind.toLowerCase()}/${name}`,
  resource: of,
  object: { metadata: { name, ...(namespace === undefined ? {} : { namespace }) } },
});

const inSpace = (space: string, does: PlannedObject['does'], ...names: readonly string[]) =>
  names.map((name) => step(does, configMaps, name, space));

/** Writes down what it is asked, and refuses some. */
function notedClient(refused: readonly string[] = []): { readonly client: Client; readonly asked: string[] } {
  const asked: string[] = [];
  const ask =
    (verb: string) =>
    async (_: unknown, { namespace, name }: ObjectName) => {
      asked.push([verb, ...(namespace === undefined ? [] : [namespace]), name].join(' '));
      await new Promise(setImmediate);
      if (refused.includes(name)) throw new ApiError('forbidden', `${name} is forbidden`);
      return {};
    };
  return { client: { patch: ask('apply'), delete: ask('delete') } as unknown as Client, asked };
}

describe('carrying out a plan', () => {
  it('begins with namespaces and ends with what goes, and keeps the order of each namespace', async () => {
    const { client, asked } = notedClient();
    await carryOut(
      client,
      [
        ...inSpace('a', 'prune', 'old'),
        step('create', namespaces, 'a'),
        ...inSpace('a', 'create', 'a1', 'a2', 'a3'),
        step('create', namespaces, 'b'),
        step('change', roles, 'role'),
        ...inSpace('b', 'change', 'b1', 'b2'),
        ...inSpace('b', 'leave', 'same'),
      ],
      () => {},
    );
    expect(asked.slice(0, 3)).toEqual(['apply a', 'apply b', 'apply role']);
    expect(asked.at(-1)).toBe('delete a old');
    const ofSpace = (space: string) => asked.slice(3, -1).filter((each) => each.startsWith(`apply ${space} `));
    expect([ofSpace('a'), ofSpace('b')]).toEqual([
      ['apply a a1', 'apply a a2', 'apply a a3'],
      ['apply b b1', 'apply b b2'],
    ]);
    expect(asked).toHaveLength(9);
  });

  it('begins no more after a failure, and says what was done', async () => {
    const { client, asked } = notedClient(['a2']);
    const done: string[] = [];
    const plan = [...inSpace('a', 'create', 'a1', 'a2', 'a3'), ...inSpace('a', 'prune', 'old')];
    await expect(carryOut(client, plan, ({ title }) => done.push(title))).rejects.toThrow('a2 is forbidden');
    expect({ asked, done }).toEqual({ asked: ['apply a a1', 'apply a a2'], done: ['configmap/a1'] });
  });

  it('begins no more in the namespaces beside that of the failure', async () => {
    const { client, asked } = notedClient(['a1']);
    const plan = [...inSpace('a', 'create', 'a1'), ...inSpace('b', 'create', 'b1', 'b2', 'b3')];
    await expect(carryOut(client, plan, () => {})).rejects.toThrow('a1 is forbidden');
    expect(asked).toEqual(['apply a a1', 'apply b b1']);
  });
});
