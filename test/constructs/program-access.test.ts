import { describe, expect, it } from '@jest/globals';
import { App, Chart, Testing } from 'cdk8s';
import { Controller } from '../../constructs/controller.ts';
import { ProgramAccess } from '../../constructs/program-access.ts';
import { podTimestamp } from '../../controllers/pod-timestamp/pod-timestamp.ts';
import { rightsOf } from '../../controllers/runtime/rights/rights-of.ts';
import { website } from '../controllers/runtime/owning/website.ts';

const PLACE = { program: 'website-operator', namespace: 'system' };

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
  readonly roleRef?: unknown;
  readonly subjects?: unknown;
}
const rendered = (make: (chart: Chart) => unknown): readonly Rendered[] => {
  const chart = new Chart(new App(), 'chart');
  make(chart);
  return Testing.synth(chart) as readonly Rendered[];
};
const named = (objects: readonly Rendered[]) => objects.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name]);

describe('the access of a program', () => {
  it('is what its controllers declare, bound to its account', () => {
    const all = rendered((chart) => new ProgramAccess(chart, 'access', { ...PLACE, controllers: [website()], account: 'operator' }));
    expect(named(all)).toEqual([
      ['ClusterRole', undefined, 'website-operator'],
      ['ClusterRoleBinding', undefined, 'website-operator'],
      ['Role', 'system', 'website-operator'],
      ['RoleBinding', 'system', 'website-operator'],
    ]);
    const rules = rightsOf(website(), PLACE);
    expect([all[0]?.rules, all[2]?.rules]).toEqual([rules.clusterRole, rules.roles[0]?.rules]);
    expect(all.flatMap(({ subjects, roleRef }) => (subjects === undefined ? [] : [[roleRef, subjects]]))).toEqual(
      ['ClusterRole', 'Role'].map((kind) => [
        { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'website-operator' },
        [{ kind: 'ServiceAccount', name: 'operator', namespace: 'system' }],
      ]),
    );
  });

  it('is a Role in each namespace that they are limited to, and no ClusterRole then', () =>
    expect(
      named(
        rendered(
          (chart) =>
            new ProgramAccess(chart, 'access', { ...PLACE, controllers: [podTimestamp], account: 'operator', args: ['--namespaces=a,b'] }),
        ),
      ).filter(([kind]) => kind?.endsWith('Role')),
    ).toEqual([
      ['Role', 'a', 'website-operator'],
      ['Role', 'b', 'website-operator'],
      ['Role', 'system', 'website-operator'],
    ]));

  it('is a mistake at synth where it cannot be told', () =>
    expect(() =>
      rendered(
        (chart) =>
          new ProgramAccess(chart, 'access', {
            ...PLACE,
            controllers: [podTimestamp],
            account: 'operator',
            args: ['--stamp-annotation=addtime'],
          }),
      ),
    ).toThrow('--ask-annotation and --stamp-annotation are both "addtime": the time needs an annotation of its own'));
});

describe('a Controller with rights in place of rules', () => {
  it('has Roles in the namespaces that it is limited to', () => {
    const rights = rightsOf(podTimestamp, { program: 'civ8s-pod-timestamp', namespace: 'system', args: ['--namespaces=a'] });
    const all = rendered(
      (chart) => new Controller(chart, 'it', { namespace: 'system', name: 'pod-timestamp', args: ['pod-timestamp'], rights }),
    );
    expect(named(all).filter(([kind]) => kind?.includes('Role'))).toEqual([
      ['Role', 'a', 'pod-timestamp'],
      ['RoleBinding', 'a', 'pod-timestamp'],
      ['Role', 'system', 'pod-timestamp'],
      ['RoleBinding', 'system', 'pod-timestamp'],
    ]);
  });
});
