import type { JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import { ageOf } from './age.ts';
import { AGE, integer, NAME, text, wide, type Column } from './column.ts';
import { selectorText } from './selector-text.ts';

const spec = (object: JsonObject) => objectAt(object, 'spec');
const status = (object: JsonObject) => objectAt(object, 'status');
const size = (value: JsonObject | undefined) => Object.keys(value ?? {}).length;
const sortedText = (words: Iterable<string>) => [...words].sort((a, b) => (a < b ? -1 : 1)).join(',');

function nodeStatus(node: StoredObject): string {
  const ready = objectsAt(status(node), 'conditions').find(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready['status'] === 'True' ? 'Ready' : 'NotReady';
  return spec(node)?.['unschedulable'] === true ? `${word},SchedulingDisabled` : word;
}

const ROLE = 'node-role.kubernetes.io/';
const nodeRoles = ({ metadata: { labels = {} } }: StoredObject) =>
  sortedText(
    new Set(
      Object.entries(labels)
        .flatMap(([key, value]) => (key.startsWith(ROLE) ? [key.slice(ROLE.length)] : key === 'kubernetes.io/role' ? [value] : []))
        .filter((role) => role !== ''),
    ),
  ) || '<none>';
const nodeAddress = (type: string) => (node: StoredObject) =>
  textAt(
    objectsAt(status(node), 'addresses').find((address) => address['type'] === type),
    'address',
  ) || '<none>';
const nodeInfo = (field: string) => (node: StoredObject) => textAt(objectAt(status(node), 'nodeInfo'), field);
const kernel = (node: StoredObject) =>
  `${nodeInfo('kernelVersion')(node) || '<unknown>'}${nodeInfo('architecture')(node) === '' ? '' : ` (${nodeInfo('architecture')(node)})`}`;

/** Both kinds of events: the older one names its object `involvedObject`. */
const regarding = (event: StoredObject) => objectAt(event, 'involvedObject') ?? objectAt(event, 'regarding');
const firstSeen = (event: StoredObject, now: number) =>
  ageOf(textAt(event, 'firstTimestamp') || textAt(event, 'deprecatedFirstTimestamp') || textAt(event, 'eventTime'), now);
function lastSeen(event: StoredObject, now: number): string {
  const series = objectAt(event, 'series');
  const last = series ? textAt(series, 'lastObservedTime') : textAt(event, 'lastTimestamp') || textAt(event, 'deprecatedLastTimestamp');
  return last === '' && !series ? firstSeen(event, now) : ageOf(last, now);
}
function eventObject(event: StoredObject): string {
  const [kind, name] = [textAt(regarding(event), 'kind').toLowerCase(), textAt(regarding(event), 'name')];
  return name === '' ? kind : `${kind}/${name}`;
}
function eventSource(event: StoredObject): string {
  const source = objectAt(event, 'source') ?? objectAt(event, 'deprecatedSource');
  const component = textAt(source, 'component') || textAt(event, 'reportingComponent') || textAt(event, 'reportingController');
  return [component, textAt(source, 'host') || textAt(event, 'reportingInstance')].filter((part, at) => at === 0 || part !== '').join(', ');
}
const eventCount = (event: StoredObject) =>
  numberAt(objectAt(event, 'series'), 'count') ?? ((numberAt(event, 'count') ?? numberAt(event, 'deprecatedCount') ?? 0) || 1);
const EVENT_COLUMNS: readonly Column[] = [
  text('Last Seen', lastSeen),
  text('Type', (event) => textAt(event, 'type')),
  text('Reason', (event) => textAt(event, 'reason')),
  text('Object', eventObject),
  wide('Subobject', (event) => textAt(regarding(event), 'fieldPath')),
  wide('Source', eventSource),
  text('Message', (event) => (textAt(event, 'message') || textAt(event, 'note')).trim()),
  wide('First Seen', firstSeen),
  wide('Count', eventCount),
  { ...NAME, priority: 1 },
];

const subjects = (kind: string) => (binding: StoredObject) =>
  objectsAt(binding, 'subjects')
    .filter((subject) => subject['kind'] === kind)
    .map((subject) =>
      kind === 'ServiceAccount' && textAt(subject, 'namespace') !== ''
        ? `${textAt(subject, 'namespace')}/${textAt(subject, 'name')}`
        : textAt(subject, 'name'),
    )
    .join(', ');
const BINDING_COLUMNS: readonly Column[] = [
  NAME,
  text('Role', (binding) => `${textAt(objectAt(binding, 'roleRef'), 'kind')}/${textAt(objectAt(binding, 'roleRef'), 'name')}`),
  AGE,
  wide('Users', subjects('User')),
  wide('Groups', subjects('Group')),
  wide('ServiceAccounts', subjects('ServiceAccount')),
];

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};
const modes = (holder: JsonObject | undefined) =>
  Object.keys(MODES)
    .filter((mode) => listAt(holder, 'accessModes').includes(mode))
    .map((mode) => MODES[mode])
    .join(',');
const phase = (object: StoredObject) => (object.metadata.deletionTimestamp === undefined ? textAt(status(object), 'phase') : 'Terminating');
const storageClass = (object: StoredObject) =>
  object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? textAt(spec(object), 'storageClassName');
const unset = (field: string) => (object: StoredObject) => textAt(spec(object), field) || '<unset>';
const storage = (holder: JsonObject | undefined) => textAt(objectAt(holder, 'capacity'), 'storage') || '0';

/** `limits.` resources stand in a column of their own. */
const quota = (limits: boolean) => (object: StoredObject) =>
  Object.entries(objectAt(status(object), 'hard') ?? {})
    .filter(([name]) => name.startsWith('limits.') === limits)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${textAt(objectAt(status(object), 'used'), name) || '0'}/${shown(hard)}`)
    .join(', ');

const paramKind = (policy: StoredObject) => {
  const found = objectAt(spec(policy), 'paramKind');
  return found ? `${textAt(found, 'apiVersion')}/${textAt(found, 'kind')}` : '<unset>';
};
function paramRef(binding: StoredObject): string {
  const found = objectAt(spec(binding), 'paramRef');
  const name = textAt(found, 'name');
  if (name !== '') return `${textAt(found, 'namespace') || '*'}/${name}`;
  return objectAt(found, 'selector') ? selectorText(objectAt(found, 'selector')) : '<unset>';
}
const POLICY_BINDING: readonly Column[] = [
  NAME,
  text('PolicyName', (object) => textAt(spec(object), 'policyName')),
  text('ParamRef', paramRef),
  AGE,
];
const WEBHOOKS: readonly Column[] = [NAME, integer('Webhooks', (object) => listAt(object, 'webhooks').length), AGE];
const ADMISSION = 'admissionregistration.k8s.io';

export const CLUSTER_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  namespaces: [NAME, text('Status', (object) => textAt(status(object), 'phase')), AGE],
  nodes: [
    NAME,
    text('Status', nodeStatus),
    text('Roles', nodeRoles),
    AGE,
    text('Version', nodeInfo('kubeletVersion')),
    wide('Internal-IP', nodeAddress('InternalIP')),
    wide('External-IP', nodeAddress('ExternalIP')),
    wide('OS-Image', (node) => nodeInfo('osImage')(node) || '<unknown>'),
    wide('Kernel-Version', kernel),
    wide('Container-Runtime', (node) => nodeInfo('containerRuntimeVersion')(node) || '<unknown>'),
  ],
  configmaps: [NAME, text('Data', (object) => size(objectAt(object, 'data')) + size(objectAt(object, 'binaryData'))), AGE],
  secrets: [NAME, text('Type', (object) => textAt(object, 'type')), text('Data', (object) => size(objectAt(object, 'data'))), AGE],
  serviceaccounts: [NAME, AGE],
  events: EVENT_COLUMNS,
  'events.events.k8s.io': EVENT_COLUMNS,
  resourcequotas: [NAME, text('Request', quota(false)), text('Limit', quota(true)), AGE],
  persistentvolumeclaims: [
    NAME,
    text('Status', phase),
    text('Volume', (object) => textAt(spec(object), 'volumeName')),
    text('Capacity', (object) => (textAt(spec(object), 'volumeName') === '' ? '' : storage(status(object)))),
    text('Access Modes', (object) => (textAt(spec(object), 'volumeName') === '' ? '' : modes(status(object)))),
    text('StorageClass', storageClass),
    text('VolumeAttributesClass', unset('volumeAttributesClassName')),
    AGE,
    wide('VolumeMode', unset('volumeMode')),
  ],
  persistentvolumes: [
    NAME,
    text('Capacity', (object) => storage(spec(object))),
    text('Access Modes', (object) => modes(spec(object))),
    text('Reclaim Policy', (object) => textAt(spec(object), 'persistentVolumeReclaimPolicy')),
    text('Status', phase),
    text('Claim', (object) => claim(objectAt(spec(object), 'claimRef'))),
    text('StorageClass', storageClass),
    text('VolumeAttributesClass', unset('volumeAttributesClassName')),
    text('Reason', (object) => textAt(status(object), 'reason')),
    AGE,
    wide('VolumeMode', unset('volumeMode')),
  ],
  'rolebindings.rbac.authorization.k8s.io': BINDING_COLUMNS,
  'clusterrolebindings.rbac.authorization.k8s.io': BINDING_COLUMNS,
  'leases.coordination.k8s.io': [NAME, text('Holder', (object) => textAt(spec(object), 'holderIdentity')), AGE],
  [`validatingwebhookconfigurations.${ADMISSION}`]: WEBHOOKS,
  [`mutatingwebhookconfigurations.${ADMISSION}`]: WEBHOOKS,
  [`validatingadmissionpolicies.${ADMISSION}`]: [
    NAME,
    integer('Validations', (object) => listAt(spec(object), 'validations').length),
    text('ParamKind', paramKind),
    AGE,
  ],
  [`mutatingadmissionpolicies.${ADMISSION}`]: [
    NAME,
    integer('Mutations', (object) => listAt(spec(object), 'mutations').length),
    text('ParamKind', paramKind),
    AGE,
  ],
  [`validatingadmissionpolicybindings.${ADMISSION}`]: POLICY_BINDING,
  [`mutatingadmissionpolicybindings.${ADMISSION}`]: POLICY_BINDING,
};

const claim = (reference: JsonObject | undefined) => (reference ? `${textAt(reference, 'namespace')}/${textAt(reference, 'name')}` : '');
