import { isJsonObject, isList, objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { Apply, ApplyRequest } from '../contracts/patching.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { applyConflict, badRequest, StatusError } from '../contracts/status-error.ts';
import { ItemError } from './atom.ts';
import { checkApplied } from './check-applied.ts';
import { compare } from './compare-values.ts';
import { difference, intersection, isEmpty, NO_FIELDS, pathsOf, pathText, union, type FieldSet } from './field-set.ts';
import { equal } from '../../../ground/json/equal.ts';
import { blank, ignoring, takenFrom, updated } from './managed-fields.ts';
import { asObject, managed, ownerKey, ownerOf, readOwners, withoutEmpty, withOwners, type FieldOwner, type Owners } from './managers.ts';
import { mergeValues } from './merge-values.ts';
import { fieldsOf, removeFields, withNamedFields } from './typed-values.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Server-side apply: the applied fields merge into the live object, and what the applier no longer says goes, unless others own it. */
export const apply: Apply = (request) => {
  try {
    return mergedInto(request);
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    const { namespace = '', name = '' } = request.applied.metadata;
    throw new StatusError(500, undefined, `failed to create typed live object (${namespace}/${name}): ${error.message}`, undefined, {
      cause: error,
    });
  }
};

function mergedInto(request: ApplyRequest): StoredObject {
  const { live, applied: intent, schema } = request;
  if (intent.metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  checkApplied(intent, schema);
  const now = live ? asObject(live) : blank(intent, schema);
  const owners = live ? ownersOf(live, request) : new Map<string, FieldOwner>();
  const wanted = ignoring(fieldsOf(intent, schema), schema, request);
  const self = ownerOf(request, 'Apply', intent.apiVersion);
  const last = owners.get(ownerKey(self))?.fields ?? NO_FIELDS;
  const known = new Map([...owners, [ownerKey(self), { ...owners.get(ownerKey(self)), ...self, fields: wanted }]]);
  const merged = withoutDropped(objectOrEmpty(mergeValues(now, intent, schema)), schema, last, known);
  const after = settled(known, ownerKey(self), now, merged, request);
  if (live && equal(now, merged)) return withOwners(live, after);
  const stamped = after.has(ownerKey(self))
    ? new Map([...after, [ownerKey(self), { ...self, fields: after.get(ownerKey(self))?.fields ?? NO_FIELDS, time: request.time }]])
    : after;
  return withOwners(lastApplied(merged as StoredObject, request), stamped);
}

/** Fields of an object that nobody has applied to yet belong to `before-first-apply`. */
function ownersOf(live: StoredObject, { schema, time, subresource }: ApplyRequest): Owners {
  const owners = readOwners(live.metadata.managedFields);
  return owners.size > 0 ? owners : updated(owners, undefined, live, schema, { manager: 'before-first-apply', time, subresource });
}

/** Takes away what the applier said last time and says no more, where no other manager says it. */
function withoutDropped(merged: JsonObject, schema: FieldSchema, last: FieldSet, owners: Owners): JsonObject {
  if (isEmpty(last)) return merged;
  const named = (set: FieldSet) => withNamedFields(set, schema);
  const remove = (gone: FieldSet) => objectOrEmpty(removeFields(merged, schema, gone));
  const everyone = [...owners.values()].map(({ fields }) => fields).reduce(union, NO_FIELDS);
  const all = named(fieldsOf(merged, schema));
  const bare = remove(named(last));
  const withOwned = remove(difference(all, union(named(fieldsOf(bare, schema)), named(everyone))));
  // What nobody owned before stays: only what the applier owned itself may go.
  return remove(intersection(difference(all, named(fieldsOf(withOwned, schema))), named(last)));
}

/** Conflicts, or the owners after the applier has had its way. */
function settled(owners: Owners, self: string, now: JsonObject, merged: JsonObject, request: ApplyRequest): Owners {
  const { added, modified, removed } = compare(now, merged, request.schema);
  const changed = union(modified, added);
  const others = new Map([...owners].filter(([key]) => key !== self));
  const disputed = [...others.values()]
    .map((owner) => ({ owner, fields: intersection(owner.fields, changed) }))
    .filter(({ fields }) => !isEmpty(fields));
  if (disputed.length > 0 && !request.force) {
    const allowed = allowedByClientSide(request);
    const left = disputed
      .map(({ owner, fields }) => ({ owner, fields: difference(fields, allowed) }))
      .filter(({ fields }) => !isEmpty(fields));
    if (left.length > 0) throw conflicts(left);
  }
  const mine = owners.get(self);
  return withoutEmpty(
    new Map([...takenFrom(others, union(changed, removed)), ...(mine ? [[self, { ...mine, fields: managed(mine.fields) }] as const] : [])]),
  );
}

interface Dispute {
  readonly owner: FieldOwner;
  readonly fields: FieldSet;
}

function conflicts(disputed: readonly Dispute[]) {
  const each = disputed
    .toSorted((a, b) => (a.owner.manager < b.owner.manager ? -1 : 1))
    .map(({ owner, fields }) => ({ who: told(owner), paths: [...pathsOf(fields)].map(pathText) }));
  const causes = each.flatMap(({ who, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  );
  const only = causes.length === 1 ? `1 conflict: conflict with ${each[0]?.who}: ${each[0]?.paths[0]}` : undefined;
  const lines = each.flatMap(({ who, paths }) => [`conflicts with ${who}:`, ...paths.map((path) => `- ${path}`)]);
  return applyConflict(`Apply failed with ${only ?? `${causes.length} conflicts: ${lines.join('\n')}`}`, causes);
}

function told({ manager, operation, apiVersion, subresource }: FieldOwner): string {
  const name = `${JSON.stringify(manager)}${subresource === undefined ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}

/** kubectl may take over what its own client-side apply had set and nobody has changed since. */
function allowedByClientSide({ live, manager, schema }: ApplyRequest): FieldSet {
  const annotation = manager === 'kubectl' ? live?.metadata.annotations?.[LAST_APPLIED] : undefined;
  const last = annotation === undefined ? undefined : parsed(annotation);
  if (!live || !last) return NO_FIELDS;
  const { added, modified, removed } = compare(last, asObject(live), schema);
  return [modified, added, removed].reduce(difference, fieldsOf(last, schema));
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where kubectl's annotation is kept, kubectl's server-side apply keeps it true. */
function lastApplied(merged: StoredObject, { manager, applied }: ApplyRequest): StoredObject {
  const { annotations } = merged.metadata;
  if (manager !== 'kubectl' || !annotations?.[LAST_APPLIED]) return merged;
  const { [LAST_APPLIED]: _, ...others } = applied.metadata.annotations ?? {};
  const { annotations: _old, ...metadata } = applied.metadata;
  const bare = { ...applied, metadata: Object.keys(others).length > 0 ? { ...metadata, annotations: others } : metadata };
  const text = `${JSON.stringify(sortedFields(bare))}\n`;
  return { ...merged, metadata: { ...merged.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}

/** The value with its fields by name, as Go writes maps. */
export function sortedFields(value: Json): Json {
  if (isList(value)) return value.map(sortedFields);
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((name) => [name, sortedFields(value[name] ?? null)]),
      )
    : value;
}
