import type { JsonObject } from '../../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt } from '../../../../ground/json/read-json.ts';
import { badSeccomp, BASELINE, capabilities as addedCapabilities, hostPaths, procMount, strictProcMount } from './baseline.ts';
import {
  containersIn,
  containersNamed,
  contextOf,
  isOfUserNamespace,
  isWindows,
  nameOf,
  namesWhere,
  plural,
  quoted,
  setters,
  sortedOnce,
  type PodSecurityCheck,
} from './check.ts';

const escalation: PodSecurityCheck = ({ spec }) => {
  const names = namesWhere(spec, (container) => contextOf(container)?.['allowPrivilegeEscalation'] !== false);
  if (names.length === 0 || isWindows(spec)) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersNamed(names)} must set securityContext.allowPrivilegeEscalation=false`,
  };
};

const capabilities: PodSecurityCheck = ({ spec }) => {
  const listed = (container: JsonObject, list: string) => listAt(objectAt(contextOf(container), 'capabilities'), list).map(String);
  const undropped = namesWhere(spec, (container) => !listed(container, 'drop').includes('ALL'));
  const added = (container: JsonObject) => listed(container, 'add').filter((name) => name !== 'NET_BIND_SERVICE');
  const adding = namesWhere(spec, (container) => added(container).length > 0);
  const forbidden = sortedOnce(containersIn(spec).flatMap(added));
  const details = [
    ...(undropped.length === 0 ? [] : [`${containersNamed(undropped)} must set securityContext.capabilities.drop=["ALL"]`]),
    ...(adding.length === 0
      ? []
      : [`${containersNamed(adding)} must not include ${quoted(forbidden)} in securityContext.capabilities.add`]),
  ];
  return details.length === 0 || isWindows(spec) ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
};

const VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

const volumes: PodSecurityCheck = ({ spec }) => {
  const bad = objectsAt(spec, 'volumes').filter((volume) => !VOLUMES.some((source) => volume[source] !== undefined));
  if (bad.length === 0) return undefined;
  const types = sortedOnce(bad.map((volume) => Object.keys(volume).find((field) => field !== 'name') ?? 'unknown'));
  const names = bad.map(nameOf);
  const what = plural('restricted volume type', types);
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', names)} ${quoted(names)} ${plural('uses', names, 'use')} ${what} ${quoted(types)}`,
  };
};

const nonRoot: PodSecurityCheck = ({ spec }) => {
  const asked = (holder: JsonObject) => contextOf(holder)?.['runAsNonRoot'];
  const by = setters(
    asked(spec) === false,
    namesWhere(spec, (container) => asked(container) === false),
  );
  if (isOfUserNamespace(spec)) return undefined;
  if (by !== '') return { reason: 'runAsNonRoot != true', detail: `${by} must not set securityContext.runAsNonRoot=false` };
  const silent = asked(spec) === true ? [] : namesWhere(spec, (container) => typeof asked(container) !== 'boolean');
  if (silent.length === 0) return undefined;
  return { reason: 'runAsNonRoot != true', detail: `pod or ${containersNamed(silent)} must set securityContext.runAsNonRoot=true` };
};

const user: PodSecurityCheck = ({ spec }) => {
  const isRoot = (holder: JsonObject) => contextOf(holder)?.['runAsUser'] === 0;
  const by = setters(isRoot(spec), namesWhere(spec, isRoot));
  return by === '' || isOfUserNamespace(spec) ? undefined : { reason: 'runAsUser=0', detail: `${by} must not set runAsUser=0` };
};

const seccomp: PodSecurityCheck = (pod) => {
  const { spec } = pod;
  if (isWindows(spec)) return undefined;
  const bad = badSeccomp(pod);
  if (bad) return bad;
  const isSet = (holder: JsonObject) => objectAt(contextOf(holder), 'seccompProfile') !== undefined;
  const silent = isSet(spec) ? [] : namesWhere(spec, (container) => !isSet(container));
  if (silent.length === 0) return undefined;
  const told = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return { reason: 'seccompProfile', detail: `pod or ${containersNamed(silent)} ${told}` };
};

const STRICTER: ReadonlySet<PodSecurityCheck> = new Set([addedCapabilities, hostPaths, procMount, badSeccomp]);

/** What is asked of every pod first, but where these ask for more themselves. */
export const RESTRICTED: readonly PodSecurityCheck[] = [
  ...BASELINE.filter((check) => !STRICTER.has(check)),
  escalation,
  capabilities,
  strictProcMount,
  volumes,
  nonRoot,
  user,
  seccomp,
];
