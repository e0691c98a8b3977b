import type { JsonObject } from '../../../ground/json/json.ts';
import { numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { parseQuantity } from '../../../ground/text/quantity.ts';
import { duplicate, forbidden, invalidValue, notSupported, required } from './cause.ts';
import { configKey, dnsLabel, dnsSubdomain, envName, portName, portNumber, qualifiedName } from './names.ts';
import { mountsCauses } from './mounts.ts';
import { handlerCauses, probeCauses } from './probes.ts';

const ENV_SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const;
const FIELD_PATHS =
  /^(?:metadata\.(?:name|namespace|uid|labels\['.+'\]|annotations\['.+'\])|spec\.(?:nodeName|serviceAccountName)|status\.(?:podIPs?|hostIPs?))$/;
const STANDARD_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage', 'storage']);
const CONTAINER_RESOURCES = /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;
const MOST_ID = 2 ** 31 - 1;

export type Containers = 'containers' | 'initContainers';

/** What is wrong with a list of containers; names are unique among all of them. */
export function containersCauses(spec: JsonObject, list: Containers, path: string, taken: Set<string>): readonly FailureCause[] {
  const volumes = new Set(objectsAt(spec, 'volumes').map((volume) => textAt(volume, 'name')));
  const hostPorts = new Set<string>();
  return objectsAt(spec, list).flatMap((container, at) => {
    const place = `${path}.${list}[${at}]`;
    return [
      ...nameCauses(container, place, taken),
      ...containerCauses(container, place, volumes),
      ...portsCauses(container, `${place}.ports`, hostPorts),
      ...(list === 'containers' ? hookCauses(container, place) : initCauses(container, place)),
    ];
  });
}

function nameCauses(container: JsonObject, path: string, taken: Set<string>): readonly FailureCause[] {
  const name = textAt(container, 'name');
  if (name === '') return [required(`${path}.name`)];
  const problems = dnsLabel(name).map((problem) => invalidValue(`${path}.name`, name, problem));
  const isTaken = taken.has(name);
  taken.add(name);
  return isTaken ? [...problems, duplicate(`${path}.name`, name)] : problems;
}

/** What is wrong with any container, whatever it is for; names aside. */
export function containerCauses(container: JsonObject, path: string, volumes: ReadonlySet<string>): readonly FailureCause[] {
  const [image, pull, message] = [
    textAt(container, 'image'),
    textAt(container, 'imagePullPolicy'),
    textAt(container, 'terminationMessagePolicy'),
  ];
  return [
    ...(image === ''
      ? [required(`${path}.image`)]
      : image.trim() === image
        ? []
        : [invalidValue(`${path}.image`, image, 'must not have leading or trailing whitespace')]),
    ...(message === 'File' || message === 'FallbackToLogsOnError'
      ? []
      : [notSupported(`${path}.terminationMessagePolicy`, message, ['File', 'FallbackToLogsOnError'])]),
    ...objectsAt(container, 'env').flatMap((variable, at) => envCauses(variable, `${path}.env[${at}]`)),
    ...objectsAt(container, 'envFrom').flatMap((source) => envFromCauses(source, `${path}.envFrom`)),
    ...mountsCauses(container, `${path}.volumeMounts`, volumes),
    ...(['Always', 'IfNotPresent', 'Never'].includes(pull)
      ? []
      : [notSupported(`${path}.imagePullPolicy`, pull, ['Always', 'IfNotPresent', 'Never'])]),
    ...resourcesCauses(objectAt(container, 'resources'), `${path}.resources`),
    ...securityCauses(objectAt(container, 'securityContext'), `${path}.securityContext`),
  ];
}

const hookCauses = (container: JsonObject, path: string): readonly FailureCause[] => [
  ...['postStart', 'preStop'].flatMap((name) => {
    const hook = objectAt(objectAt(container, 'lifecycle'), name);
    return hook && !objectAt(hook, 'sleep') ? handlerCauses(hook, `${path}.lifecycle.${name}`) : [];
  }),
  ...probeCauses(objectAt(container, 'livenessProbe'), `${path}.livenessProbe`, true),
  ...probeCauses(objectAt(container, 'readinessProbe'), `${path}.readinessProbe`, false),
  ...probeCauses(objectAt(container, 'startupProbe'), `${path}.startupProbe`, true),
];

/** What only makes sense for what keeps running. */
const initCauses = (container: JsonObject, path: string): readonly FailureCause[] =>
  textAt(container, 'restartPolicy') === 'Always'
    ? hookCauses(container, path)
    : ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe']
        .filter((name) => objectAt(container, name))
        .map((name) => forbidden(`${path}.${name}`, 'may not be set for init containers without restartPolicy=Always'));

function portsCauses(container: JsonObject, path: string, hostPorts: Set<string>): readonly FailureCause[] {
  const names = new Set<string>();
  return objectsAt(container, 'ports').flatMap((port, at) => {
    const place = `${path}[${at}]`;
    const [name, number, host, protocol] = [
      textAt(port, 'name'),
      numberAt(port, 'containerPort') ?? 0,
      numberAt(port, 'hostPort') ?? 0,
      textAt(port, 'protocol'),
    ];
    const wrong = name === '' ? [] : portName(name);
    const repeated = name !== '' && wrong.length === 0 && names.has(name);
    names.add(name);
    const bound = `${protocol}/${textAt(port, 'hostIP')}/${host}`;
    const isBound = host !== 0 && hostPorts.has(bound);
    hostPorts.add(bound);
    return [
      ...wrong.map((problem) => invalidValue(`${place}.name`, name, problem)),
      ...(repeated ? [duplicate(`${place}.name`, name)] : []),
      ...(number === 0
        ? [required(`${place}.containerPort`)]
        : portNumber(number).map((problem) => invalidValue(`${place}.containerPort`, number, problem))),
      ...(host === 0 ? [] : portNumber(host).map((problem) => invalidValue(`${place}.hostPort`, host, problem))),
      ...(['SCTP', 'TCP', 'UDP'].includes(protocol) ? [] : [notSupported(`${place}.protocol`, protocol, ['SCTP', 'TCP', 'UDP'])]),
      ...(isBound ? [duplicate(`${place}.hostPort`, bound)] : []),
    ];
  });
}

function envCauses(variable: JsonObject, path: string): readonly FailureCause[] {
  const [name, source] = [textAt(variable, 'name'), objectAt(variable, 'valueFrom')];
  const named = name === '' ? [required(`${path}.name`)] : envName(name).map((problem) => invalidValue(`${path}.name`, name, problem));
  if (!source) return named;
  const given = ENV_SOURCES.filter((kind) => objectAt(source, kind));
  const place = `${path}.valueFrom`;
  const count =
    given.length === 0
      ? [invalidValue(place, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`')]
      : textAt(variable, 'value') !== ''
        ? [invalidValue(place, '', 'may not be specified when `value` is not empty')]
        : given.length > 1
          ? [invalidValue(place, '', 'may not have more than one field specified at a time')]
          : [];
  return [...named, ...given.flatMap((kind) => sourceCauses(kind, objectAt(source, kind) ?? {}, `${place}.${kind}`)), ...count];
}

function sourceCauses(kind: (typeof ENV_SOURCES)[number], source: JsonObject, path: string): readonly FailureCause[] {
  if (kind === 'fieldRef') {
    const field = textAt(source, 'fieldPath');
    if (field === '') return [required(`${path}.fieldPath`)];
    return FIELD_PATHS.test(field)
      ? []
      : [invalidValue(`${path}.fieldPath`, field, `error converting fieldPath: field label not supported: ${field}`)];
  }
  if (kind !== 'configMapKeyRef' && kind !== 'secretKeyRef') return [];
  const [name, key] = [textAt(source, 'name'), textAt(source, 'key')];
  return [
    ...dnsSubdomain(name).map((problem) => invalidValue(`${path}.name`, name, problem)),
    ...(key === '' ? [required(`${path}.key`)] : configKey(key).map((problem) => invalidValue(`${path}.key`, key, problem))),
  ];
}

function envFromCauses(source: JsonObject, path: string): readonly FailureCause[] {
  const given = ['configMapRef', 'secretRef'].filter((kind) => objectAt(source, kind));
  if (given.length === 0) return [invalidValue(path, '', 'must specify one of: `configMapRef` or `secretRef`')];
  if (given.length > 1) return [invalidValue(path, '', 'may not have more than one field specified at a time')];
  return given.flatMap((kind) => {
    const name = textAt(objectAt(source, kind), 'name');
    return dnsSubdomain(name).map((problem) => invalidValue(`${path}.${kind}.name`, name, problem));
  });
}

function resourcesCauses(resources: JsonObject | undefined, path: string): readonly FailureCause[] {
  const [limits, requests] = [objectAt(resources, 'limits') ?? {}, objectAt(resources, 'requests') ?? {}];
  const each = (kind: string, amounts: JsonObject) =>
    Object.entries(amounts).flatMap(([name, amount]) => amountCauses(name, shown(amount), `${path}.${kind}[${name}]`));
  const over = Object.entries(requests).flatMap(([name, request]) => {
    const [limit, requested] = [limits[name], parseQuantity(shown(request))];
    const most = limit === undefined ? undefined : parseQuantity(shown(limit));
    return most && requested && requested.nano > most.nano
      ? [invalidValue(`${path}.requests`, shown(request), `must be less than or equal to ${name} limit of ${shown(limit)}`)]
      : [];
  });
  return [...each('limits', limits), ...each('requests', requests), ...over];
}

function amountCauses(name: string, amount: string, path: string): readonly FailureCause[] {
  const wrong = qualifiedName(name);
  if (wrong.length > 0) return wrong.map((problem) => invalidValue(path, name, problem));
  if (!name.includes('/') && !CONTAINER_RESOURCES.test(name)) {
    const unknown = STANDARD_RESOURCES.has(name) ? [] : [invalidValue(path, name, 'must be a standard resource type or fully qualified')];
    return [...unknown, invalidValue(path, name, 'must be a standard resource for containers')];
  }
  const quantity = parseQuantity(amount);
  return quantity && quantity.nano < 0n ? [invalidValue(path, amount, 'must be greater than or equal to 0')] : [];
}

/** Of a container or of a pod. */
export function securityCauses(context: JsonObject | undefined, path: string): readonly FailureCause[] {
  const ids = ['runAsUser', 'runAsGroup', 'fsGroup'].flatMap((field) => {
    const id = numberAt(context, field);
    return id !== undefined && (id < 0 || id > MOST_ID)
      ? [invalidValue(`${path}.${field}`, id, `must be between 0 and ${MOST_ID}, inclusive`)]
      : [];
  });
  const profile = objectAt(context, 'seccompProfile');
  return profile ? [...ids, ...profileCauses(profile, `${path}.seccompProfile`)] : ids;
}

function profileCauses(profile: JsonObject, path: string): readonly FailureCause[] {
  const [type, local] = [textAt(profile, 'type'), textAt(profile, 'localhostProfile')];
  if (type === '') return [required(`${path}.type`, 'type is required when seccompProfile is set')];
  if (!['Localhost', 'RuntimeDefault', 'Unconfined'].includes(type))
    return [notSupported(`${path}.type`, type, ['Localhost', 'RuntimeDefault', 'Unconfined'])];
  if (type === 'Localhost') return local === '' ? [required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost')] : [];
  return local === '' ? [] : [invalidValue(`${path}.localhostProfile`, local, 'can only be set when seccomp type is Localhost')];
}
