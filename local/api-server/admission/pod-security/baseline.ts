import type { JsonObject } from '../../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../../ground/json/read-json.ts';
import {
  containersIn,
  containersNamed,
  contextOf,
  nameOf,
  namesWhere,
  plural,
  quoted,
  setters,
  sortedOnce,
  isOfUserNamespace,
  type PodSecurityCheck,
} from './check.ts';

const CAPABILITIES: ReadonlySet<string> = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' '),
);
const SYSCTLS: ReadonlySet<string> = new Set(
  [
    'kernel.shm_rmid_forced',
    ...'ip_local_port_range tcp_syncookies ping_group_range ip_unprivileged_port_start ip_local_reserved_ports'.split(' '),
    ...'tcp_keepalive_time tcp_fin_timeout tcp_keepalive_intvl tcp_keepalive_probes tcp_rmem tcp_wmem'.split(' '),
  ].map((name) => (name.includes('.') ? name : `net.ipv4.${name}`)),
);
const SELINUX_TYPES: ReadonlySet<string> = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** A profile's type that pod or containers set and may not. */
const profile = (holder: JsonObject, field: string): string | undefined => {
  const found = objectAt(contextOf(holder), field);
  const type = textAt(found, 'type');
  return found && type !== 'RuntimeDefault' && type !== 'Localhost' ? type : undefined;
};
const isSet = (value: string | undefined): value is string => value !== undefined;

const appArmor: PodSecurityCheck = ({ annotations, spec }) => {
  const pod = profile(spec, 'appArmorProfile');
  const containers = namesWhere(spec, (container) => profile(container, 'appArmorProfile') !== undefined);
  const values = sortedOnce([pod, ...containersIn(spec).map((container) => profile(container, 'appArmorProfile'))].filter(isSet));
  const marks = Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(APP_ARMOR) && !(value === '' || value === 'runtime/default' || value.startsWith('localhost/')))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const by = [setters(pod !== undefined, containers), ...(marks.length === 0 ? [] : [plural('annotation', marks)])].filter(
    (each) => each !== '',
  );
  if (by.length === 0) return undefined;
  const bad = [...values, ...sortedOnce(marks)];
  return {
    reason: plural('forbidden AppArmor profile', bad),
    detail: `${by.join(' and ')} must not set AppArmor profile type to ${quoted(bad)}`,
  };
};

const addedBy = (container: JsonObject) => listAt(objectAt(contextOf(container), 'capabilities'), 'add').map(shown);

export const capabilities: PodSecurityCheck = ({ spec }) => {
  const names = namesWhere(spec, (container) => addedBy(container).some((name) => !CAPABILITIES.has(name)));
  const added = sortedOnce(containersIn(spec).flatMap((container) => addedBy(container).filter((name) => !CAPABILITIES.has(name))));
  if (names.length === 0) return undefined;
  return {
    reason: 'non-default capabilities',
    detail: `${containersNamed(names)} must not include ${quoted(added)} in securityContext.capabilities.add`,
  };
};

const hostNamespaces: PodSecurityCheck = ({ spec }) => {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true).map((field) => `${field}=true`);
  return shared.length === 0 ? undefined : { reason: 'host namespaces', detail: shared.join(', ') };
};

export const hostPaths: PodSecurityCheck = ({ spec }) => {
  const names = objectsAt(spec, 'volumes')
    .filter((volume) => objectAt(volume, 'hostPath'))
    .map(nameOf);
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: `${plural('volume', names)} ${quoted(names)}` };
};

const hostPortsOf = (container: JsonObject) =>
  objectsAt(container, 'ports').flatMap((port) => {
    const number = numberAt(port, 'hostPort') ?? 0;
    return number === 0 ? [] : [String(number)];
  });

const hostPorts: PodSecurityCheck = ({ spec }) => {
  const names = namesWhere(spec, (container) => hostPortsOf(container).length > 0);
  const ports = sortedOnce(containersIn(spec).flatMap(hostPortsOf));
  if (names.length === 0) return undefined;
  const uses = plural('uses', names, 'use');
  return { reason: 'hostPort', detail: `${containersNamed(names)} ${uses} ${plural('hostPort', ports)} ${ports.join(', ')}` };
};

/** The hosts that a container's probes and handlers name. */
function hostsOf(container: JsonObject): readonly string[] {
  const lifecycle = objectAt(container, 'lifecycle');
  const handlers = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => objectAt(container, probe)),
    ...['postStart', 'preStop'].map((moment) => objectAt(lifecycle, moment)),
  ];
  return handlers
    .flatMap((handler) => ['httpGet', 'tcpSocket'].map((way) => textAt(objectAt(handler, way), 'host')))
    .filter((host) => host !== '');
}

export const probeHosts: PodSecurityCheck = ({ spec }) => {
  const names = sortedOnce(namesWhere(spec, (container) => hostsOf(container).length > 0));
  const hosts = sortedOnce(containersIn(spec).flatMap(hostsOf));
  if (names.length === 0) return undefined;
  const what = plural('probe or lifecycle host', hosts);
  return {
    reason: 'probe or lifecycle host',
    detail: `${containersNamed(names)} ${plural('uses', names, 'use')} ${what} ${quoted(hosts)}`,
  };
};

const privileged: PodSecurityCheck = ({ spec }) => {
  const names = namesWhere(spec, (container) => contextOf(container)?.['privileged'] === true);
  return names.length === 0
    ? undefined
    : { reason: 'privileged', detail: `${containersNamed(names)} must not set securityContext.privileged=true` };
};

const mountOf = (container: JsonObject): string => textAt(contextOf(container), 'procMount');
const isMasked = (container: JsonObject) => mountOf(container) === '' || mountOf(container) === 'Default';

export const strictProcMount: PodSecurityCheck = ({ spec }) => {
  const names = namesWhere(spec, (container) => !isMasked(container));
  const types = sortedOnce(
    containersIn(spec)
      .filter((container) => !isMasked(container))
      .map(mountOf),
  );
  if (names.length === 0) return undefined;
  return { reason: 'procMount', detail: `${containersNamed(names)} must not set securityContext.procMount to ${quoted(types)}` };
};

export const procMount: PodSecurityCheck = (pod) => (isOfUserNamespace(pod.spec) ? undefined : strictProcMount(pod));

const seLinux: PodSecurityCheck = ({ spec }) => {
  const optionsOf = (holder: JsonObject) => objectAt(contextOf(holder), 'seLinuxOptions');
  const isBad = (options: JsonObject | undefined) =>
    options !== undefined &&
    (!SELINUX_TYPES.has(textAt(options, 'type')) || textAt(options, 'user') !== '' || textAt(options, 'role') !== '');
  const containers = namesWhere(spec, (container) => isBad(optionsOf(container)));
  const by = setters(isBad(optionsOf(spec)), containers);
  if (by === '') return undefined;
  const all = [spec, ...containersIn(spec)].map(optionsOf).filter((options) => options !== undefined);
  const types = sortedOnce(all.map((options) => textAt(options, 'type')).filter((type) => !SELINUX_TYPES.has(type)));
  const bad = [
    ...(types.length === 0 ? [] : [`${plural('type', types)} ${quoted(types)}`]),
    ...['user', 'role'].filter((field) => all.some((options) => textAt(options, field) !== '')).map((field) => `${field} may not be set`),
  ];
  return { reason: 'seLinuxOptions', detail: `${by} set forbidden securityContext.seLinuxOptions: ${bad.join('; ')}` };
};

/** What pod or containers set of seccomp and may not. */
export const badSeccomp: PodSecurityCheck = ({ spec }) => {
  const pod = profile(spec, 'seccompProfile');
  const containers = namesWhere(spec, (container) => profile(container, 'seccompProfile') !== undefined);
  const by = setters(pod !== undefined, containers);
  if (by === '') return undefined;
  const values = sortedOnce([pod, ...containersIn(spec).map((container) => profile(container, 'seccompProfile'))].filter(isSet));
  return { reason: 'seccompProfile', detail: `${by} must not set securityContext.seccompProfile.type to ${quoted(values)}` };
};

const sysctls: PodSecurityCheck = ({ spec }) => {
  const names = objectsAt(contextOf(spec), 'sysctls')
    .map(nameOf)
    .filter((name) => !SYSCTLS.has(name));
  return names.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: names.join(', ') };
};

const hostProcess: PodSecurityCheck = ({ spec }) => {
  const isHost = (holder: JsonObject) => objectAt(contextOf(holder), 'windowsOptions')?.['hostProcess'] === true;
  const by = setters(isHost(spec), namesWhere(spec, isHost));
  return by === '' ? undefined : { reason: 'hostProcess', detail: `${by} must not set securityContext.windowsOptions.hostProcess=true` };
};

/** In the order in which they are told: by their names. */
export const BASELINE: readonly PodSecurityCheck[] = [
  appArmor,
  capabilities,
  hostNamespaces,
  hostPaths,
  hostPorts,
  probeHosts,
  privileged,
  procMount,
  seLinux,
  badSeccomp,
  sysctls,
  hostProcess,
];
