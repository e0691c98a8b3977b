import type { JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { TrackUpdate, Writer } from '../contracts/patching.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { emptyObject } from '../schema/go-decode.ts';
import { ItemError } from './atom.ts';
import { compare } from './compare-values.ts';
import { difference, notUnder, union, type FieldSet } from './field-set.ts';
import { equal } from '../../../ground/json/equal.ts';
import {
  asObject,
  capUpdaters,
  isReset,
  managed,
  ownerKey,
  ownerOf,
  readOwners,
  withoutEmpty,
  withOwners,
  type FieldOwner,
  type Owners,
} from './managers.ts';

/** After a create, an update or a patch: whatever changed belongs to the writer now, and to nobody else. */
export const trackUpdate: TrackUpdate = (before, after, schema, writer) => {
  const owners = ownersToStart(before, after, writer);
  if (owners.size === 0 && before?.metadata.uid !== undefined) return withOwners(after, owners); // made before anyone was tracked
  try {
    return withOwners(after, capUpdaters(updated(owners, before, after, schema, writer)));
  } catch (error) {
    if (error instanceof ItemError) return withOwners(after, new Map()); // a list that cannot be told apart has no owners
    throw error;
  }
};

/** Clients that send managedFields may change them; those that drop them do not. A write to a subresource has no say. */
function ownersToStart(before: StoredObject | undefined, after: StoredObject, { subresource = '' }: Writer): Owners {
  const live = readOwners(before?.metadata.managedFields);
  if (subresource !== '') return live;
  const sent = after.metadata.managedFields;
  if (isReset(sent)) return new Map();
  const owners = readOwners(sent);
  return owners.size === 0 ? live : owners;
}

/** The object that a create is compared with: what Go writes of an empty one. */
export const blank = ({ apiVersion, kind }: StoredObject, schema: FieldSchema): JsonObject => ({
  ...emptyObject(schema),
  apiVersion,
  kind,
});

export function updated(
  owners: Owners,
  before: StoredObject | undefined,
  after: StoredObject,
  schema: FieldSchema,
  writer: Writer,
): Owners {
  const comparison = compare(before ? asObject(before) : blank(after, schema), asObject(after), schema);
  const changed = union(comparison.modified, comparison.added);
  const others = takenFrom(owners, union(changed, comparison.removed));
  const fields = managed(ignoring(changed, schema, writer));
  const self = ownerOf(writer, 'Update', after.apiVersion);
  const known = others.get(ownerKey(self));
  if (fields.members.size === 0 && fields.children.size === 0) return withoutEmpty(others);
  const entry: FieldOwner = { ...self, time: writer.time, fields: known ? union(fields, known.fields) : fields };
  return withoutEmpty(new Map([...others, [ownerKey(self), entry]]));
}

export const takenFrom = (owners: Owners, fields: FieldSet): Owners =>
  new Map([...owners].map(([key, owner]) => [key, { ...owner, fields: difference(owner.fields, fields) }]));

const STATUS: ReadonlySet<string> = new Set(['f:status']);
const SPEC: ReadonlySet<string> = new Set(['f:spec']);

/** What a path to an object does not let one write: status at the object, spec at its status. */
export function ignoring(fields: FieldSet, schema: FieldSchema, { subresource = '' }: Writer): FieldSet {
  if (subresource === 'status') return notUnder(fields, SPEC);
  return subresource === '' && isBuiltIn(schema) ? notUnder(fields, STATUS) : fields;
}

const isBuiltIn = (schema: FieldSchema) => 'goType' in schema;

/** What would differ from the stored object in the times of its owners alone is no change: then the stored one. */
export function keepingTimes(before: StoredObject, after: StoredObject): StoredObject {
  const timeless = (object: StoredObject): JsonObject => ({
    ...object,
    metadata: { ...object.metadata, managedFields: object.metadata.managedFields?.map((entry) => ({ ...entry, time: undefined })) },
  });
  return equal(timeless(before), timeless(after)) ? before : after;
}
