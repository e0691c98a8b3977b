import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { AGE, integer, NAME, text, type Column } from './column.ts';

const spec = (object: JsonObject) => objectAt(object, 'spec');
const status = (object: JsonObject) => objectAt(object, 'status');
const boolean = (name: string, cell: Column['cell']): Column => ({ name, type: 'boolean', cell });
const STORAGE = 'storage.k8s.io';
const FLOW = 'flowcontrol.apiserver.k8s.io';
const DEVICES = 'resource.k8s.io';

const IS_DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];
const className = (object: StoredObject) =>
  `${object.metadata.name ?? ''}${IS_DEFAULT.some((key) => object.metadata.annotations?.[key] === 'true') ? ' (default)' : ''}`;

const audiences = (object: StoredObject) =>
  objectsAt(spec(object), 'tokenRequests')
    .map((request) => textAt(request, 'audience'))
    .join(',') || '<unset>';

/** Approved or denied, failed, and then whether there is a certificate. */
function requestCondition(object: StoredObject): string {
  const types = new Set(objectsAt(status(object), 'conditions').map((condition) => textAt(condition, 'type')));
  const words = ['Denied', 'Approved'].filter((type) => types.has(type)).slice(0, 1);
  return [
    ...(words.length === 0 ? ['Pending'] : words),
    ...(types.has('Failed') ? ['Failed'] : []),
    ...(textAt(status(object), 'certificate') === '' ? [] : ['Issued']),
  ].join(',');
}

function requestedDuration(object: StoredObject): string {
  const seconds = numberAt(spec(object), 'expirationSeconds');
  if (seconds === undefined) return '<none>';
  const units: readonly (readonly [number, string])[] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'm'],
  ];
  const [size, letter] = units.find(([length]) => seconds >= length) ?? [1, 's'];
  return `${Math.floor(seconds / size)}${letter}`;
}

const dangling = (object: StoredObject) =>
  textAt(
    objectsAt(status(object), 'conditions').find(({ type }) => type === 'Dangling'),
    'status',
  ) || '?';

const limited = (object: StoredObject) => objectAt(spec(object), 'limited');
const queuing = (field: string) => (object: StoredObject) =>
  numberAt(objectAt(objectAt(limited(object), 'limitResponse'), 'queuing'), field) ?? '<none>';

function claimState(object: StoredObject): string {
  const states = [
    ...(object.metadata.deletionTimestamp === undefined ? [] : ['deleted']),
    ...(objectAt(status(object), 'allocation') ? ['allocated'] : []),
    ...(listAt(status(object), 'reservedFor').length === 0 ? [] : ['reserved']),
  ];
  return states.join(',') || 'pending';
}

const health = (object: StoredObject) => objectsAt(object, 'conditions').find(({ type }) => type === 'Healthy');
const HEALTH: Readonly<Record<string, string>> = { True: 'Healthy', False: 'Unhealthy' };

export const INFRASTRUCTURE_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  componentstatuses: [
    NAME,
    text('Status', (object) => HEALTH[textAt(health(object), 'status')] ?? 'Unknown'),
    text('Message', (object) => textAt(health(object), 'message')),
    text('Error', (object) => textAt(health(object), 'error')),
  ],
  'priorityclasses.scheduling.k8s.io': [
    NAME,
    integer('Value', (object) => numberAt(object, 'value') ?? 0),
    boolean('Global-Default', (object) => object['globalDefault'] === true),
    AGE,
    text('PreemptionPolicy', (object) => textAt(object, 'preemptionPolicy')),
  ],
  [`storageclasses.${STORAGE}`]: [
    { ...NAME, cell: className },
    text('Provisioner', (object) => textAt(object, 'provisioner')),
    text('ReclaimPolicy', (object) => textAt(object, 'reclaimPolicy')),
    text('VolumeBindingMode', (object) => textAt(object, 'volumeBindingMode')),
    text('AllowVolumeExpansion', (object) => object['allowVolumeExpansion'] === true),
    AGE,
  ],
  [`csidrivers.${STORAGE}`]: [
    NAME,
    boolean('AttachRequired', (object) => spec(object)?.['attachRequired'] !== false),
    boolean('PodInfoOnMount', (object) => spec(object)?.['podInfoOnMount'] === true),
    boolean('StorageCapacity', (object) => spec(object)?.['storageCapacity'] === true),
    text('TokenRequests', audiences),
    boolean('RequiresRepublish', (object) => spec(object)?.['requiresRepublish'] === true),
    text('Modes', (object) => listAt(spec(object), 'volumeLifecycleModes').map(shown).join(',')),
    AGE,
  ],
  [`csinodes.${STORAGE}`]: [NAME, integer('Drivers', (object) => listAt(spec(object), 'drivers').length), AGE],
  [`volumeattachments.${STORAGE}`]: [
    NAME,
    { ...NAME, name: 'Attacher', cell: (object) => textAt(spec(object), 'attacher') },
    text('PV', (object) => textAt(objectAt(spec(object), 'source'), 'persistentVolumeName')),
    text('Node', (object) => textAt(spec(object), 'nodeName')),
    boolean('Attached', (object) => status(object)?.['attached'] === true),
    AGE,
  ],
  [`volumeattributesclasses.${STORAGE}`]: [NAME, text('DriverName', (object) => textAt(object, 'driverName')), AGE],
  'runtimeclasses.node.k8s.io': [NAME, text('Handler', (object) => textAt(object, 'handler')), AGE],
  'certificatesigningrequests.certificates.k8s.io': [
    NAME,
    AGE,
    text('SignerName', (object) => textAt(spec(object), 'signerName')),
    text('Requestor', (object) => textAt(spec(object), 'username')),
    text('RequestedDuration', requestedDuration),
    text('Condition', requestCondition),
  ],
  [`flowschemas.${FLOW}`]: [
    NAME,
    text('PriorityLevel', (object) => textAt(objectAt(spec(object), 'priorityLevelConfiguration'), 'name')),
    text('MatchingPrecedence', (object) => numberAt(spec(object), 'matchingPrecedence') ?? 0),
    text('DistinguisherMethod', (object) => textAt(objectAt(spec(object), 'distinguisherMethod'), 'type') || '<none>'),
    AGE,
    text('MissingPL', dangling),
  ],
  [`prioritylevelconfigurations.${FLOW}`]: [
    NAME,
    text('Type', (object) => textAt(spec(object), 'type')),
    text('NominalConcurrencyShares', (object) => numberAt(limited(object), 'nominalConcurrencyShares') ?? '<none>'),
    text('Queues', queuing('queues')),
    text('HandSize', queuing('handSize')),
    text('QueueLengthLimit', queuing('queueLengthLimit')),
    AGE,
  ],
  [`deviceclasses.${DEVICES}`]: [NAME, AGE],
  [`resourceclaims.${DEVICES}`]: [NAME, text('State', claimState), AGE],
  [`resourceclaimtemplates.${DEVICES}`]: [NAME, AGE],
  [`resourceslices.${DEVICES}`]: [
    NAME,
    text('Node', (object) => textAt(spec(object), 'nodeName')),
    text('Driver', (object) => textAt(spec(object), 'driver')),
    text('Pool', (object) => textAt(objectAt(spec(object), 'pool'), 'name')),
    AGE,
  ],
};
