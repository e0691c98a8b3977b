import { casesOf, type Case } from '../case.ts';
import { MERGE, namespaced, TABLE } from '../objects.ts';
import type { Session } from '../session.ts';

type Fields = Readonly<Record<string, unknown>>;

const kinds = casesOf('kinds of the infrastructure');
const SCHEDULING = 'scheduling.k8s.io/v1';
const STORAGE = 'storage.k8s.io/v1';
const DEVICES = 'resource.k8s.io/v1';
const FLOW = 'flowcontrol.apiserver.k8s.io/v1';
const NODE = 'node.k8s.io/v1';
const CERTIFICATES = 'certificates.k8s.io/v1';

/** One kind: what is taken of it, how what was taken may change or not, and what is refused. */
interface Kind {
  readonly plural: string;
  readonly api: string;
  readonly isNamespaced?: boolean;
  readonly taken: readonly Fields[];
  readonly changes: readonly Fields[];
  readonly refused: readonly Fields[];
}

const oneRequest = (request: Fields) => ({ devices: { requests: [request] } });
const KINDS: readonly Kind[] = [
  {
    plural: 'priorityclasses',
    api: SCHEDULING,
    taken: [{ value: 5 }, { value: 6, preemptionPolicy: 'Never', description: 'x' }],
    changes: [{ description: 'y' }, { value: 6 }, { preemptionPolicy: 'Never' }],
    refused: [{ value: 2_000_000_000 }, { value: 5, preemptionPolicy: 'Sideways' }, { value: 'much' }],
  },
  {
    plural: 'storageclasses',
    api: STORAGE,
    taken: [
      { provisioner: 'e.com/x', parameters: { a: 'b' }, mountOptions: ['ro'] },
      { provisioner: 'y', allowVolumeExpansion: true },
    ],
    changes: [{ allowVolumeExpansion: true }, { provisioner: 'z' }, { parameters: { c: 'd' } }, { reclaimPolicy: 'Retain' }],
    refused: [
      {},
      { provisioner: 'A B', reclaimPolicy: 'X', volumeBindingMode: 'Y' },
      { provisioner: 'x', parameters: { '': 'x' } },
      { provisioner: 'x', allowedTopologies: [{ matchLabelExpressions: [{ key: 'a', values: [] }] }] },
    ],
  },
  {
    plural: 'csidrivers',
    api: STORAGE,
    taken: [{ spec: {} }, { spec: { attachRequired: false, podInfoOnMount: true, tokenRequests: [{ audience: 'a' }] } }],
    changes: [{ spec: { attachRequired: false } }],
    refused: [{ spec: { volumeLifecycleModes: ['X'], fsGroupPolicy: 'Y' } }],
  },
  {
    plural: 'csinodes',
    api: STORAGE,
    taken: [{ spec: { drivers: [{ name: 'd', nodeID: 'n', topologyKeys: ['a'] }] } }],
    changes: [{ spec: { drivers: [{ name: 'd', nodeID: 'm', topologyKeys: ['a'] }] } }],
    refused: [{ spec: { drivers: [{ name: '', nodeID: '' }] } }],
  },
  {
    plural: 'csistoragecapacities',
    api: STORAGE,
    isNamespaced: true,
    taken: [{ storageClassName: 'x', capacity: '1Gi' }],
    changes: [{ capacity: '2Gi' }, { storageClassName: 'y' }],
    refused: [{}, { storageClassName: 'x', capacity: '-1' }],
  },
  {
    plural: 'volumeattachments',
    api: STORAGE,
    taken: [{ spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'p' } } }],
    changes: [{ spec: { nodeName: 'm' } }],
    refused: [{ spec: { attacher: '', nodeName: '', source: {} } }],
  },
  {
    plural: 'volumeattributesclasses',
    api: STORAGE,
    taken: [{ driverName: 'd', parameters: { a: 'b' } }],
    changes: [{ driverName: 'e' }, { parameters: { a: 'c' } }],
    refused: [{}, { driverName: 'd' }],
  },
  {
    plural: 'runtimeclasses',
    api: NODE,
    taken: [
      { handler: 'h' },
      {
        handler: 'h',
        overhead: { podFixed: { cpu: '1m' } },
        scheduling: { nodeSelector: { a: 'b' }, tolerations: [{ key: 'x', operator: 'Exists' }] },
      },
    ],
    changes: [{ handler: 'i' }],
    refused: [{}, { handler: 'A_b' }],
  },
  {
    plural: 'certificatesigningrequests',
    api: CERTIFICATES,
    taken: [],
    changes: [],
    refused: [
      { spec: { request: '', signerName: 'x', usages: [] } },
      { spec: { request: 'eA==', signerName: 'e.com/x', usages: ['nonsense'], expirationSeconds: 5 } },
    ],
  },
  {
    plural: 'flowschemas',
    api: FLOW,
    taken: [], // the real server writes into their status when it comes to it
    changes: [],
    refused: [
      { spec: {} },
      { spec: { matchingPrecedence: 20_000, priorityLevelConfiguration: { name: 'x' }, distinguisherMethod: { type: 'X' } } },
    ],
  },
  {
    plural: 'prioritylevelconfigurations',
    api: FLOW,
    taken: [{ spec: { type: 'Limited', limited: { nominalConcurrencyShares: 5, limitResponse: { type: 'Reject' } } } }],
    changes: [{ spec: { limited: { nominalConcurrencyShares: 6 } } }],
    refused: [
      { spec: { type: 'X' } },
      { spec: { type: 'Limited' } },
      { spec: { type: 'Limited', limited: { limitResponse: { type: 'Queue' } } } },
    ],
  },
  {
    plural: 'deviceclasses',
    api: DEVICES,
    taken: [{ spec: {} }, { spec: { selectors: [{ cel: { expression: 'true' } }] } }],
    changes: [{ spec: { selectors: [{ cel: { expression: 'false' } }] } }],
    refused: [{ spec: { selectors: [{}] } }],
  },
  {
    plural: 'resourceclaims',
    api: DEVICES,
    isNamespaced: true,
    taken: [{ spec: oneRequest({ name: 'r', exactly: { deviceClassName: 'd' } }) }, { spec: {} }],
    changes: [],
    refused: [{ spec: oneRequest({ name: 'R_', exactly: {} }) }],
  },
  {
    plural: 'resourceclaimtemplates',
    api: DEVICES,
    isNamespaced: true,
    taken: [{ spec: { spec: oneRequest({ name: 'r', exactly: { deviceClassName: 'd' } }) } }],
    changes: [],
    refused: [],
  },
  {
    plural: 'resourceslices',
    api: DEVICES,
    taken: [
      { spec: { driver: 'd.e.com', nodeName: 'n', pool: { name: 'p', generation: 1, resourceSliceCount: 1 }, devices: [{ name: 'x' }] } },
    ],
    changes: [{ spec: { driver: 'e.e.com' } }],
    refused: [{ spec: { driver: '', pool: { name: '', resourceSliceCount: 0 } } }],
  },
];

const placeOf = ({ plural, api, isNamespaced = false }: Kind, namespace: string) =>
  isNamespaced ? namespaced(namespace, plural, `apis/${api}`) : `/apis/${api}/${plural}`;

async function kept(kind: Kind, { namespace, ask, quietly }: Session): Promise<void> {
  const at = placeOf(kind, namespace);
  for (const [index, fields] of kind.taken.entries()) {
    const name = `${namespace}-${index}`;
    await ask('POST', at, { ...fields, metadata: { name } });
    if (index === 0) for (const change of kind.changes) await ask('PATCH', `${at}/${name}`, change, MERGE);
    await ask('GET', `${at}/${name}`, undefined, TABLE);
    await ask('DELETE', `${at}/${name}`);
    await quietly('PATCH', `${at}/${name}`, { metadata: { finalizers: null } }, MERGE);
  }
}

export const infrastructureCases: readonly Case[] = [
  ...KINDS.filter(({ taken }) => taken.length > 0).map((kind) => kinds.succeeds(`keeps ${kind.plural}`, (session) => kept(kind, session))),
  ...KINDS.filter(({ refused }) => refused.length > 0).map((kind) =>
    kinds.refuses(`refuses ${kind.plural} that are none`, async ({ namespace, ask }) => {
      for (const fields of kind.refused) await ask('POST', placeOf(kind, namespace), { ...fields, metadata: { name: `bad-${namespace}` } });
    }),
  ),
  kinds.refuses('keeps the names of the system', async ({ ask }) => {
    await ask('POST', '/apis/scheduling.k8s.io/v1/priorityclasses', { metadata: { name: 'system-of-mine' }, value: 5 });
  }),
  kinds.succeeds('keeps volumes and claims until nobody uses them', async ({ namespace, ask, quietly }) => {
    const claims = namespaced(namespace, 'persistentvolumeclaims');
    const volume = {
      metadata: { name: `v-${namespace}` },
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } },
    };
    await ask('POST', '/api/v1/persistentvolumes', volume);
    await quietly('DELETE', `/api/v1/persistentvolumes/v-${namespace}`);
    const claim = { metadata: { name: 'c' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
    await ask('POST', claims, claim);
    await ask('PATCH', `${claims}/c`, { spec: { resources: { requests: { storage: '2Gi' } } } }, MERGE);
    await ask('DELETE', `${claims}/c`);
  }),
  kinds.refuses('refuses volumes and claims that are none', async ({ namespace, ask }) => {
    const claims = namespaced(namespace, 'persistentvolumeclaims');
    await ask('POST', claims, { metadata: { name: 'c' }, spec: { accessModes: ['ReadWriteOnce'] } });
    await ask('POST', claims, { metadata: { name: 'c' }, spec: { resources: { requests: { storage: '1Gi' } } } });
    await ask('POST', claims, { metadata: { name: 'c' }, spec: { accessModes: ['X'], resources: { requests: { storage: '1Gi' } } } });
    await ask('POST', '/api/v1/persistentvolumes', { metadata: { name: 'v' }, spec: { capacity: {}, accessModes: [] } });
  }),
];
