import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { render } from '../../constructs/synth.ts';
import { realmOf } from '../../model/realm-of.ts';
import { describeReal, itAlsoReal } from '../real/api-server.ts';
import { appliedRealm, type AppliedRealm } from './applied-realm.ts';
import { manifestsOf, nameOf } from './manifests.ts';
import { sampleKingdom, twoKingdoms } from './realms.ts';
import { until } from '../until.ts';

const WORKER = 'system:serviceaccount:kingdom-of-foobar:civ-worker';

/** The sample, with a shop that sets all that can be set; two kingdoms that trade, scaled by demand; and what the cluster needs once. */
const files = () => [
  ...render(realmOf('sample', sampleKingdom()), {
    defaults: {
      replicas: 2,
      registry: 'registry.example.com/team',
      labels: { team: 'a' },
      annotations: { 'example.com/note': 'two\nlines' },
      priorityClass: 'system-cluster-critical',
      nodeSelector: { 'kubernetes.io/os': 'linux' },
    },
    network: { dns: { nodeLocal: '169.254.20.10' }, apiServer: { cidrs: ['10.0.0.1/32', 'fd00::/64'], ports: [6443] } },
  }),
  ...render(twoKingdoms(), { system: false, defaults: { replicas: { from: 1, to: 3 } } }),
];

describeReal('a realm, applied to the real API server', () => {
  let applied: AppliedRealm;
  beforeAll(async () => {
    applied = await appliedRealm(files());
  });
  afterAll(() => applied.stop());

  const versions = async () => {
    const found: unknown = JSON.parse(
      await applied.kubectl(
        'get',
        'namespaces,serviceaccounts,configmaps,deployments,services,networkpolicies,poddisruptionbudgets,roles,rolebindings,clusterroles,clusterrolebindings,validatingadmissionpolicies,validatingadmissionpolicybindings',
        '-A',
        '-o',
        'json',
      ),
    );
    const { items } = found as {
      readonly items: readonly {
        readonly kind: string;
        readonly metadata: { readonly name: string; readonly namespace?: string; readonly resourceVersion: string };
      }[];
    };
    return new Map(
      items.map(({ kind, metadata }) => [
        [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join(' '),
        metadata.resourceVersion,
      ]),
    );
  };

  it('has every document accepted, in the order of the files, without a warning', () => {
    expect(applied.said.stderr).toBe('');
    expect(
      applied.said.stdout
        .trim()
        .split('\n')
        .filter((line) => line.endsWith(' serverside-applied')),
    ).toHaveLength(applied.manifests.length);
  });

  it('has every object in the cluster', async () => {
    const there = await versions();
    expect(applied.manifests.map(nameOf).filter((name) => !there.has(name))).toEqual([]);
  });

  it('changes nothing when it is applied again', async () => {
    const before = await versions();
    const { stderr } = await applied.apply();
    const after = await versions();
    expect(stderr).toBe('');
    expect(applied.manifests.map(nameOf).filter((name) => before.get(name) !== after.get(name))).toEqual([]);
  });

  itAlsoReal('changes nothing either when kubectl itself looks for differences', async () => {
    await applied.apply('--server-side=false');
    const { stdout } = await applied.apply('--server-side=false');
    // The selector of a budget is sent every time, whatever it is.
    expect(
      stdout
        .trim()
        .split('\n')
        .filter((line) => !line.endsWith(' unchanged') && !line.startsWith('poddisruptionbudget')),
    ).toEqual([]);
  });

  it('has pods of every template accepted by Pod Security, without a warning', async () => {
    const deployments = applied.manifests.filter(({ kind }) => kind === 'Deployment');
    expect(deployments.length).toBeGreaterThan(5);
    const items = deployments.map((deployment) => applied.podOf(deployment, `tried-${deployment.metadata.name}`));
    expect(await applied.create({ apiVersion: 'v1', kind: 'List', items }, '--dry-run=server', '-o', 'name')).toEqual({
      stdout: items.map(({ metadata }) => `pod/${metadata.name}\n`).join(''),
      stderr: '',
    });
  });

  it.each(['kingdom-of-foobar', 'civ-system'])('has a privileged pod refused in %s', async (namespace) =>
    expect(
      applied.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'evil', namespace },
        spec: { containers: [{ name: 'evil', image: 'evil:1', securityContext: { privileged: true } }] },
      }),
    ).rejects.toThrow(
      'violates PodSecurity "restricted:v1.32": privileged (container "evil" must not set securityContext.privileged=true)',
    ),
  );

  it.each<[string, string, readonly string[]]>([
    ['yes', 'patch pods in its own kingdom', ['patch', 'pods', '-n', 'kingdom-of-foobar']],
    ['no', 'patch pods of another kingdom', ['patch', 'pods', '-n', 'south']],
    ['no', 'patch pods of all kingdoms', ['patch', 'pods', '-A']],
    ['no', 'read pods', ['get', 'pods', '-n', 'kingdom-of-foobar']],
    ['no', 'read the directions of others', ['get', 'configmaps', '-n', 'kingdom-of-foobar']],
    ['no', 'read secrets', ['get', 'secrets', '-n', 'kingdom-of-foobar']],
    ['no', 'run commands in pods', ['create', 'pods/exec', '-n', 'kingdom-of-foobar']],
    ['no', 'change deployments', ['patch', 'deployments', '-n', 'kingdom-of-foobar']],
    ['no', 'make tokens', ['create', 'serviceaccounts/token', '-n', 'kingdom-of-foobar']],
  ])('says %s, a worker may %s', async (answer, _, question) => {
    const said = applied.kubectl('auth', 'can-i', `--as=${WORKER}`, ...question);
    if (answer === 'yes') expect(await said).toBe('yes');
    else await expect(said).rejects.toThrow(/: no(\n| - )/);
  });

  /** What an account may do beside what every authenticated user may (ask who it is, read the API's description). */
  const rights = async (account: string, namespace: string) =>
    (
      await applied.kubectl(
        'auth',
        'can-i',
        '--list',
        `--as=system:serviceaccount:${account}`,
        '--as-group=system:serviceaccounts',
        '--as-group=system:authenticated',
        '-n',
        namespace,
      )
    )
      .split('\n')
      .slice(1)
      .map((line) => line.trim().replaceAll(/\s+/g, ' '))
      .filter((line) => !/^(selfsubject\w+\.\S+ |\[)/.test(line))
      .sort();

  it.each([
    ['kingdom-of-foobar:civ-worker', 'kingdom-of-foobar', ['pods [] [] [patch]']],
    ['kingdom-of-foobar:civ-worker', 'south', []],
    ['kingdom-of-foobar:civ-worker', 'civ-system', []],
    ['kingdom-of-foobar:default', 'kingdom-of-foobar', []],
    ['civ-system:dashboard', 'default', ['namespaces [] [] [list watch]']],
    [
      'civ-system:dashboard',
      'kingdom-of-foobar',
      [
        'configmaps [] [] [list watch]',
        'deployments.apps [] [] [list watch]',
        'events [] [] [list watch]',
        'namespaces [] [] [list watch]',
        'pods [] [] [list watch]',
      ],
    ],
    [
      'civ-system:dashboard',
      'civ-system',
      [
        'events [] [] [list watch]',
        'leases.coordination.k8s.io [] [] [list watch]',
        'namespaces [] [] [list watch]',
        'pods [] [] [list watch]',
      ],
    ],
    ['civ-system:pod-timestamp', 'kingdom-of-foobar', ['events [] [] [create patch]', 'pods [] [] [get list watch patch]']],
    [
      'civ-system:pod-timestamp',
      'civ-system',
      [
        'events [] [] [create patch]',
        'leases.coordination.k8s.io [] [] [create]',
        'leases.coordination.k8s.io [] [civ8s-pod-timestamp] [get patch]',
        'pods [] [] [get list watch patch]',
      ],
    ],
  ])('lets %s in %s do just this', async (account, namespace, allowed) => expect(await rights(account, namespace)).toEqual(allowed));

  it('lets the stamping controller stamp any pod, and do nothing else to it', async () => {
    const deployment = applied.manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.namespace === 'kingdom-of-foobar');
    if (deployment === undefined) throw new Error('no Deployment');
    await applied.create(applied.podOf(deployment, 'asking', { annotations: { addtime: 'yes' } }));
    const patch = async (body: object) => {
      const said = applied.kubectl(
        'patch',
        'pod',
        'asking',
        '-n',
        'kingdom-of-foobar',
        '--as=system:serviceaccount:civ-system:pod-timestamp',
        '--type=merge',
        '-p',
        JSON.stringify(body),
      );
      return said.catch((error: unknown) =>
        String(error)
          .replace(/^[^]*denied request: /, '')
          .trim(),
      );
    };
    const forbidden = { metadata: { annotations: { addtime: null } } };
    // The API server reads a new policy when it gets round to it: a moment later it refuses.
    await until('the policy', async () => (await patch(forbidden)).startsWith('pod-timestamp may'));
    expect([
      await patch({ metadata: { annotations: { timestamp: '2026-11-21T10:07:28Z' } } }),
      await patch(forbidden),
      await patch({ metadata: { annotations: { 'goods.civ8s.dev/wood': '1' } } }),
      await patch({ metadata: { labels: { shop: 'other' } } }),
      await patch({ spec: { activeDeadlineSeconds: 1 } }),
    ]).toEqual([
      'pod/asking patched',
      ...Array.from({ length: 2 }, () => 'pod-timestamp may change only the annotation timestamp'),
      ...Array.from({ length: 2 }, () => 'pod-timestamp may change only annotations'),
    ]);
  });

  it('is what was rendered: no document is there twice', () => {
    const names = manifestsOf(files()).map(nameOf);
    expect(new Set(names).size).toBe(names.length);
  });
});
