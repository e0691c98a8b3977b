import { describe, expect, it } from '@jest/globals';
import type { Controller, Parts } from '../../../../controllers/runtime/definition.ts';
import { namespaces, toggle } from '../../../../controllers/runtime/flags/flag-values.ts';
import type { FlagTable } from '../../../../controllers/runtime/flags/flags.ts';
import { eventRights } from '../../../../controllers/runtime/rights/event-rights.ts';
import type { NeededRight } from '../../../../controllers/runtime/rights/needed-right.ts';
import { rightsOf } from '../../../../controllers/runtime/rights/rights-of.ts';
import type { RightsRules } from '../../../../controllers/runtime/rights/rules.ts';
import { configMaps, deployments, nodes, pods, secrets } from '../../../../kube/objects/built-in.ts';
import { metadataOf, resource } from '../../../../kube/objects/resource.ts';
import { on } from '../../../../webhooks/declared.ts';
import { website } from '../owning/website.ts';

const PLACE = { program: 'shopkeeper', namespace: 'home' };
/** One that follows and owns as is said, and names these rights besides. */
const keeper = (declare: (parts: Parts) => unknown, rights?: readonly NeededRight[]): Controller => ({
  name: 'keeper',
  summary: '',
  flags: {},
  ...(rights !== undefined && { rights: () => rights }),
  setUp(parts) {
    parts.always('all');
    declare(parts);
    return async () => 'on-change';
  },
});
/** A line for each rule: where, what, by which verbs. */
const lines = ({ clusterRole, roles }: RightsRules): readonly string[] =>
  [{ namespace: '*', rules: clusterRole }, ...roles].flatMap(({ namespace, rules }) =>
    rules.map(({ apiGroups, resources, resourceNames = [], verbs }) =>
      [namespace, resources.join(','), apiGroups.join(','), ...resourceNames, verbs.join(',')].filter((word) => word !== '').join(' '),
    ),
  );
const LEASE = ['home leases coordination.k8s.io shopkeeper get,patch', 'home leases coordination.k8s.io create'];
const rendered = (...given: Parameters<typeof keeper>) => lines(rightsOf(keeper(...given), PLACE));

describe('the rights of a controller', () => {
  it('are to read what it follows, and to lead', () =>
    expect(rendered(({ follow }) => follow(pods, { keys: () => [] }))).toEqual(['* pods get,list,watch', ...LEASE]));

  it('are to read no more than the one object that a selector names', () =>
    expect(rendered(({ follow }) => follow(secrets, { namespaces: ['home'], fieldSelector: 'metadata.name=key,type!=a' }))).toEqual([
      'home secrets key get,list,watch',
      ...LEASE,
    ]));

  it('are not to read one by one what may not be there at all', () =>
    expect(rendered(({ follow }) => follow(metadataOf(resource('a.io', 'v1', 'bees', 'Bee')), { optional: true }))).toEqual([
      '* bees a.io list,watch',
      ...LEASE,
    ]));

  it('are to make, change and prune what it owns, to write the status and the finalizer, and to tell of conflicts', () => {
    const all = lines(rightsOf(website(), PLACE));
    expect(all).toEqual([
      '* websites example.com get,list,watch,patch',
      '* configmaps,services get,list,watch,create,patch,delete',
      '* deployments apps get,list,watch,create,patch,delete',
      '* events create,patch',
      '* websites/status example.com patch',
      ...LEASE,
    ]);
    expect(lines(rightsOf(website({}), PLACE))).toEqual(
      all.map((line) => (line.startsWith('* websites ') ? '* websites example.com get,list,watch' : line)),
    );
  });

  it('are what it names besides, once', () =>
    expect(
      rendered(
        ({ follow }) => follow(pods, {}),
        [
          { verbs: ['list', 'patch'], resource: pods, without: 'no pod is stamped' },
          { verbs: ['create'], resource: pods, subresource: 'eviction', without: 'no pod goes' },
          { verbs: ['get', 'patch'], resource: configMaps, name: 'note', namespaces: ['home'], without: 'nothing is noted' },
          eventRights(),
        ],
      ),
    ).toEqual([
      '* pods get,list,watch,patch',
      '* pods/eviction create',
      '* events create,patch',
      'home configmaps note get,patch',
      ...LEASE,
    ]));

  it('are Roles where it is limited to namespaces, and what is in none stays in a ClusterRole', () =>
    expect(
      rendered(({ follow }) => {
        follow(pods, { namespaces: ['a', 'b'] });
        follow(nodes, { namespaces: ['a', 'b'] });
      }),
    ).toEqual(['* nodes get,list,watch', 'a pods get,list,watch', 'b pods get,list,watch', ...LEASE]));

  it('are those with its flags, as they are on its command line', () => {
    const flags = { namespaces: namespaces({ help: '' }), stamps: toggle({ help: '' }) };
    const stamping: Controller<typeof flags> = {
      name: 'stamping',
      summary: '',
      flags,
      readsOnly: ({ stamps }) => !stamps,
      rights: ({ namespaces: only }) => [{ verbs: ['get', 'patch'], resource: deployments, namespaces: only, without: 'no stamp' }],
      setUp({ follow }, { namespaces: only }) {
        follow(pods, { namespaces: only, keys: () => [] });
        return async () => 'on-change';
      },
    };
    const reading = ['a pods get,list,watch', 'a deployments apps get'];
    expect(lines(rightsOf(stamping, { ...PLACE, args: ['--namespaces=a'] }))).toEqual(reading);
    expect(lines(rightsOf(stamping, { ...PLACE, args: ['--namespaces=a', '--stamps'] }))).toEqual([
      'a pods get,list,watch',
      'a deployments apps get,patch',
      ...LEASE,
    ]);
    expect(lines(rightsOf(stamping, { ...PLACE, args: ['--stamps', '--leader-elect=false'] }))).not.toContain(LEASE[0]);
    expect(() => rightsOf(stamping, { ...PLACE, args: ['--namespace=a'] })).toThrow(
      'unknown flag --namespace (did you mean --namespaces?)',
    );
  });

  it('are those of its webhooks as well', () =>
    expect(lines(rightsOf({ ...keeper(() => {}), webhooks: { validate: [on(pods, ['create'], () => undefined)] } }, PLACE))).toEqual([
      '* validatingwebhookconfigurations admissionregistration.k8s.io shopkeeper-webhooks list,watch,patch',
      LEASE[0],
      'home secrets shopkeeper-webhooks list,watch,patch',
      'home secrets create',
      LEASE[1],
    ]));

  it('of several in one program are together, and led by one Lease', () =>
    expect(
      lines(rightsOf([keeper(({ follow }) => follow(pods, {})), { ...keeper(({ follow }) => follow(pods, {})), name: 'other' }], PLACE)),
    ).toEqual(['* pods get,list,watch', ...LEASE]));

  it('are found out without asking any cluster', async () => {
    const asked: Promise<unknown>[] = [];
    rendered(({ client }) => asked.push(client.list(pods)));
    await expect(asked[0]).rejects.toThrow('there is no cluster to ask while rights are rendered: ask it in a reconcile');
  });
});

describe('rights that cannot be rendered', () => {
  const preparing: Controller<FlagTable, string, string> = {
    ...keeper(() => {}),
    prepare: async () => 'a connection',
    setUp: () => async () => 'on-change',
  };
  it('are those of what has to prepare something first, unless it names them all', () => {
    expect(() => rightsOf(preparing, PLACE)).toThrow(
      'the rights of keeper cannot be rendered, since its setUp takes what it prepares: say them all in rights(settings)',
    );
    const named = { ...preparing, rights: () => [{ verbs: ['list'], resource: pods, without: 'nothing is seen' }] };
    expect(lines(rightsOf(named, PLACE))).toEqual(['* pods list', ...LEASE]);
  });

  it.each([
    [
      { verbs: ['apply'] },
      'the right to apply pods names a verb that RBAC does not have, apply: say patch, and create where it may not be there yet',
    ],
    [{ verbs: [] }, "a right on pods has no verbs: say what is done, such as verbs: ['patch']"],
    [{ verbs: ['get'], name: '' }, 'the right to get pods names an object without a name: give it, or leave name out for all of them'],
    [
      { verbs: ['patch'], subresource: 'status/x' },
      "the right to patch pods/status/x names a subresource that cannot be: say one such as 'status', or leave it out",
    ],
    [
      { verbs: ['get'], resource: nodes, namespaces: ['a'] },
      'the right to get nodes is limited to a, and these objects are in no namespace: leave namespaces out',
    ],
  ] as const)('are such as %j', (wrong, why) =>
    expect(() => rendered(() => {}, [{ resource: pods, without: 'nothing', ...wrong }])).toThrow(
      `keeper cannot say its rights like this: ${why}`,
    ),
  );
});
