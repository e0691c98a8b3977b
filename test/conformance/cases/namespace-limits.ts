import { until } from '../../until.ts';
import { casesOf, type Case } from '../case.ts';
import { configMap, MERGE, namespaced, pod } from '../objects.ts';
import type { Session } from '../session.ts';

type Fields = Readonly<Record<string, unknown>>;

const limits = casesOf('limits of a namespace');

const range = (name: string, ...of: readonly Fields[]) => ({ metadata: { name }, spec: { limits: of } });
const withResources = (name: string, resources: Fields, more: Fields = {}) =>
  pod(name, { containers: [{ name: 'main', image: 'civ8s:1', resources }], ...more });
const claim = (name: string, storage: string) => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
});

/** Makes a range. The real server asks for those of a namespace of which it knows none, so one is in force at once; a second may not be. */
const underLimits = ({ namespace, quietly }: Session, one: Fields) => quietly('POST', namespaced(namespace, 'limitranges'), one);

export const limitRangeCases: readonly Case[] = [
  limits.succeeds('fills in what containers do not say', async (session) => {
    const { namespace, ask } = session;
    const defaults = { type: 'Container', default: { memory: '128Mi', cpu: '1' }, defaultRequest: { cpu: '100m' } };
    await underLimits(session, range('defaults', defaults));
    await ask('POST', namespaced(namespace, 'pods'), pod('silent'));
    await ask('POST', namespaced(namespace, 'pods'), withResources('says', { requests: { cpu: '50m' } }));
    await ask(
      'POST',
      namespaced(namespace, 'pods'),
      withResources('prepared', { limits: { cpu: '2', memory: '1Gi' } }, { initContainers: [{ name: 'first', image: 'civ8s:1' }] }),
    );
  }),
  limits.refuses('refuses what is beyond them', async (session) => {
    const { namespace, ask } = session;
    const containers = { type: 'Container', min: { cpu: '50m' }, max: { memory: '1Gi' }, maxLimitRequestRatio: { memory: '2' } };
    const pods = { type: 'Pod', max: { cpu: '1' } };
    const claims = { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } };
    await underLimits(session, range('a', containers, pods, claims));
    const at = namespaced(namespace, 'pods');
    await ask('POST', at, withResources('large', { requests: { cpu: '100m', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } }));
    await ask('POST', at, withResources('small', { requests: { cpu: '10m' }, limits: { cpu: '1', memory: '1Gi' } }));
    await ask('POST', at, withResources('wide', { requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '1', memory: '1Gi' } }));
    await ask('POST', at, withResources('whole', { requests: { cpu: '100m', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } }));
    await ask('POST', at, withResources('fits', { requests: { cpu: '100m', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } }));
    for (const storage of ['100Mi', '1Gi', '5Gi'])
      await ask('POST', namespaced(namespace, 'persistentvolumeclaims'), claim(`c-${storage.toLowerCase()}`, storage));
  }),
];

/** Makes a quota with a status, which a controller would write that the real server has not, and waits until it is in force. */
async function underQuota(session: Session, hard: Fields, talk: () => Promise<void>): Promise<void> {
  const { namespace, quietly } = session;
  const at = namespaced(namespace, 'resourcequotas');
  await quietly('POST', at, { metadata: { name: 'q' }, spec: { hard: { ...hard, 'count/leases.coordination.k8s.io': '0' } } });
  const used = Object.fromEntries(Object.keys(hard).map((name) => [name, '0']));
  await quietly(
    'PATCH',
    `${at}/q/status`,
    {
      status: {
        hard: { ...hard, 'count/leases.coordination.k8s.io': '0' },
        used: { ...used, 'count/leases.coordination.k8s.io': '0' },
      },
    },
    MERGE,
  );
  const probe = { metadata: { name: 'probe' }, spec: { holderIdentity: 'x' } };
  const leases = namespaced(namespace, 'leases', 'apis/coordination.k8s.io/v1');
  await until('the quota to be in force', async () => (await quietly('POST', `${leases}?dryRun=All`, probe)).code === 403);
  await talk();
}

const noteUsed = async ({ namespace, quietly, note }: Session) => {
  const { body } = await quietly('GET', `${namespaced(namespace, 'resourcequotas')}/q`);
  note('used', body['status']?.['used']);
};

export const quotaCases: readonly Case[] = [
  limits.refuses('refuses what exceeds a quota, and counts what does not', async (session) => {
    const { namespace, ask } = session;
    const hard = { pods: '2', 'requests.cpu': '1', 'limits.memory': '1Gi' };
    await underQuota(session, hard, async () => {
      const at = namespaced(namespace, 'pods');
      await ask('POST', at, pod('silent'));
      await ask('POST', at, withResources('a', { requests: { cpu: '600m' }, limits: { cpu: '1', memory: '512Mi' } }));
      await ask('POST', at, withResources('b', { requests: { cpu: '600m' }, limits: { cpu: '1', memory: '768Mi' } }));
      await ask('POST', `${at}?dryRun=All`, withResources('c', { requests: { cpu: '1m' }, limits: { memory: '1Mi' } }));
      await ask('POST', at, withResources('c', { requests: { cpu: '1m' }, limits: { memory: '1Mi' } }));
      await ask('POST', at, withResources('d', { requests: { cpu: '1m' }, limits: { memory: '1Mi' } }));
      await noteUsed(session);
    });
  }),
  limits.refuses('counts objects of any kind', async (session) => {
    const { namespace, ask } = session;
    const hard = {
      configmaps: '1',
      'count/secrets': '1',
      services: '2',
      'services.nodeports': '1',
      persistentvolumeclaims: '1',
      'requests.storage': '2Gi',
      'fast.storageclass.storage.k8s.io/requests.storage': '1Gi',
      'count/deployments.apps': '0',
    };
    await underQuota(session, hard, async () => {
      for (const name of ['a', 'b']) await ask('POST', namespaced(namespace, 'configmaps'), configMap(name));
      for (const name of ['a', 'b']) await ask('POST', namespaced(namespace, 'secrets'), { metadata: { name } });
      for (const [index, type] of ['ClusterIP', 'NodePort', 'ClusterIP'].entries())
        await ask('POST', namespaced(namespace, 'services'), {
          metadata: { name: `s${index}` },
          spec: {
            type,
            ports:
              type === 'NodePort'
                ? [
                    { name: 'a', port: 80 },
                    { name: 'b', port: 81 },
                  ]
                : [{ port: 80 }],
          },
        });
      const claims = namespaced(namespace, 'persistentvolumeclaims');
      await ask('POST', claims, claim('large', '3Gi'));
      await ask('POST', claims, { ...claim('fast', '2Gi'), spec: { ...claim('fast', '2Gi').spec, storageClassName: 'fast' } });
      await ask('POST', claims, claim('fits', '1Gi'));
      await noteUsed(session);
    });
  }),
];
