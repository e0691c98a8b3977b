import type { ChangedResource } from '../../../events/resource-change.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { ChangeRule } from '../rules/change-rule.ts';
import { heldAt, isMap, type JsonMap } from '../rules/json-map.ts';
import { pointerOf, pointersOf } from '../rules/pointers.ts';
import { redact } from '../rules/redact.ts';
import type { Digest } from './digest.ts';
import { without } from './without.ts';

/** An object as it is published, and what stands for the rest of it. */
export interface View {
  readonly visible: JsonMap;
  /** Digests of what is not visible, by pointers: of what is redacted, and of what the mode leaves out. */
  readonly hidden: ReadonlyMap<string, string>;
}

const REFERENCE = new Set(['namespace', 'name', 'uid', 'resourceVersion']);
const UNSEEN = pointersOf(['/metadata/managedFields']);

/** Items of lists lack apiVersion and kind: here they are put in. Throws for what cannot be walked through. */
export function viewOf(object: KubeObject, resource: ChangedResource, rule: ChangeRule, digest: Digest): View {
  const { group, version, kind } = resource;
  const { apiVersion: _, kind: __, ...fields } = (without(object, UNSEEN) ?? {}) as JsonMap;
  const whole: JsonMap = { apiVersion: group === '' ? version : `${group}/${version}`, kind, ...fields };
  const hidden = new Map<string, string>();
  const { clearSecrets, redact: pointers, ignore } = rule;
  const visible = redact(chosen(whole, rule.mode), {
    pointers,
    clearSecrets,
    onHidden: (pointer, value) => hidden.set(pointer, digest(value)),
  });
  for (const path of leftOut(whole, rule.mode)) {
    const value = path.reduce<unknown>((within, field) => (isMap(within) ? heldAt(within, field) : undefined), whole);
    const ignored = path.reduce<typeof ignore>((within, field) => (within?.here === true ? within : within?.at(field)), ignore);
    hidden.set(pointerOf(path), digest(without(isMap(value) ? redact(value, UNCHANGED) : value, ignored)));
  }
  return { visible, hidden };
}

/** Takes out no more than the last applied configuration. */
const UNCHANGED = { pointers: undefined, clearSecrets: true, onHidden: () => undefined };

function chosen(whole: JsonMap, mode: ChangeRule['mode']): JsonMap {
  if (mode === 'full') return whole;
  const { apiVersion, kind, metadata } = whole;
  if (mode === 'metadata') return { apiVersion, kind, metadata };
  const named = Object.entries(isMap(metadata) ? metadata : {}).filter(([field]) => REFERENCE.has(field));
  return { apiVersion, kind, metadata: Object.fromEntries(named) };
}

function leftOut(whole: JsonMap, mode: ChangeRule['mode']): readonly (readonly string[])[] {
  if (mode === 'full') return [];
  const fields = Object.keys(whole).filter((field) => !['apiVersion', 'kind', 'metadata'].includes(field));
  const metadata = whole['metadata'];
  const inMetadata = mode === 'reference' && isMap(metadata) ? Object.keys(metadata).filter((field) => !REFERENCE.has(field)) : [];
  return [...fields.map((field) => [field]), ...inMetadata.map((field) => ['metadata', field])];
}
