import { isJsonObject, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { equal } from '../../../ground/json/equal.ts';
import { denied, keepsItsPlace, touchedAnnotations, type PolicyWrite } from './annotations-only.ts';

/** The policy, and its binding. */
export const ROLLS_ONLY = 'civ-rolls-only';
/** What it looks at, of the group `apps`. */
export const ROLLED: readonly string[] = ['deployments', 'daemonsets', 'statefulsets'];
const RELOADER = 'system:serviceaccount:civ-system:config-reload';
const RECORDS = new Set(['reload.civ8s.dev/applied', 'reload.civ8s.dev/notified']);
const PAUSED_AT = 'deployment.reloader.stakater.com/paused-at';
const LAST_RELOADED_FROM = 'reloader.stakater.com/last-reloaded-from';

const field = (value: Json | undefined, name: string): JsonObject => (isJsonObject(value) && isJsonObject(value[name]) ? value[name] : {});
const list = (value: JsonObject, name: string): readonly Json[] => (Array.isArray(value[name]) ? (value[name] as readonly Json[]) : []);
const same = (now: JsonObject, before: JsonObject, ...apart: readonly string[]): boolean => {
  const without = (value: JsonObject) => Object.fromEntries(Object.entries(value).filter(([key]) => !apart.includes(key)));
  return equal(without(now), without(before));
};

const matches = (value: Json | undefined, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);
const isMarker = (variable: Json): boolean =>
  isJsonObject(variable) &&
  Object.keys(variable).length === 2 &&
  matches(variable['value'], /^[0-9a-f]{40}$/) &&
  matches(variable['name'], /^STAKATER_[A-Z0-9_]*_(CONFIGMAP|SECRET|SECRETPROVIDERCLASS)$/);
const sameContainer = (now: Json, before: Json | undefined): boolean =>
  isJsonObject(now) &&
  isJsonObject(before) &&
  same(now, before, 'env') &&
  equal(
    list(now, 'env').filter((one) => !isMarker(one)),
    list(before, 'env').filter((one) => !isMarker(one)),
  );

function reasonAgainstTemplate(now: JsonObject, before: JsonObject): string | undefined {
  const [meta, metaBefore, pod, podBefore] = [field(now, 'metadata'), field(before, 'metadata'), field(now, 'spec'), field(before, 'spec')];
  if (
    !same(meta, metaBefore, 'annotations') ||
    !same(field(meta, 'annotations'), field(metaBefore, 'annotations'), LAST_RELOADED_FROM) ||
    !same(pod, podBefore, 'containers')
  )
    return `config-reload may change only the annotation ${LAST_RELOADED_FROM} and its own variables of a pod template`;
  const [containers, containersBefore] = [list(pod, 'containers'), list(podBefore, 'containers')];
  if (containers.length !== containersBefore.length || !containers.every((container, at) => sameContainer(container, containersBefore[at])))
    return 'config-reload may change only its own variables of a container';
  return undefined;
}

function reasonAgainst({ operation, subresource, object, old }: PolicyWrite): string | undefined {
  if (operation !== 'UPDATE' || subresource !== undefined || !object || !old) return 'config-reload may only patch the workload itself';
  const [spec, specBefore] = [field(object, 'spec'), field(old, 'spec')];
  if (!keepsItsPlace(object, old) || !same(spec, specBefore, 'paused', 'restartAt', 'template'))
    return 'config-reload may change only annotations, the pause and the pod template of a workload';
  if (!touchedAnnotations(object, old).every((key) => RECORDS.has(key) || key === PAUSED_AT))
    return 'config-reload may change only its own annotations of a workload';
  const pausedAt = ({ metadata }: StoredObject) => metadata.annotations?.[PAUSED_AT] ?? '';
  if ((spec['paused'] ?? false) !== (specBefore['paused'] ?? false) && pausedAt(object) === pausedAt(old))
    return 'config-reload may pause and resume only what it notes';
  return reasonAgainstTemplate(field(spec, 'template'), field(specBefore, 'template'));
}

/** The policy on config-reload as a built-in rule. Call it for the workloads of all namespaces, while the policy and its binding exist. */
export function rollsOnly(write: PolicyWrite, plural: string): void {
  if (write.user.name !== RELOADER) return;
  const reason = reasonAgainst(write);
  if (reason !== undefined) throw denied(ROLLS_ONLY, write, reason, { group: 'apps', kind: plural });
}
