import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { badRequest, StatusError } from '../contracts/status-error.ts';
import { isTooDeep } from '../contracts/nesting.ts';
import { goKind } from './go-format.ts';
import { equal } from '../../../ground/json/equal.ts';

const MOST_OPERATIONS = 10_000;

/** Of all that `copy` adds: a few copies of what was copied before double it each time. */
const MOST_COPIED_BYTES = 3 * 1024 * 1024;
/** Items of lists that make room for others, added up; each takes a nanosecond or so. */
const MOST_MOVED_ITEMS = 100_000_000;

/** Kubernetes tells no more of a patch that does not apply. */
export const doesNotApply = (): StatusError =>
  new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});

const tooMuch = (what: string): StatusError => new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: ${what}`);

/** RFC 6902, with the habits of the real server: `replace` sets a missing field, and -1 is the last item. */
export function jsonPatch(object: JsonObject, patch: Json): JsonObject {
  const working = workingCopy(object);
  for (const operation of operationsOf(patch)) applyOperation(working, operation);
  if (!isJsonObject(working.document)) throw doesNotApply();
  return working.document;
}

type Fields = Record<string, Json | undefined>;
type Items = Json[];

/** A document that a patch changes step by step: a part is copied when it is first changed, and not at each operation. */
interface Working {
  document: Json;
  /** The parts that nobody else sees. */
  readonly own: WeakSet<object>;
  copiedBytes: number;
  movedItems: number;
}

const workingCopy = (document: Json): Working => ({ document, own: new WeakSet(), copiedBytes: 0, movedItems: 0 });

function operationsOf(patch: Json): readonly JsonObject[] {
  if (patch === null) return [];
  if (!isList(patch))
    throw badRequest(`error decoding patch: json: cannot unmarshal ${goKind(patch)} into Go value of type []handlers.jsonPatchOp`);
  if (patch.length > MOST_OPERATIONS)
    throw tooMuch(`The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${patch.length}`);
  return patch.map((operation) => {
    if (operation === null) return {};
    if (!isJsonObject(operation))
      throw badRequest(`error decoding patch: json: cannot unmarshal ${goKind(operation)} into Go value of type handlers.jsonPatchOp`);
    for (const field of ['op', 'from', 'path']) {
      const value = operation[field] ?? null;
      if (value !== null && typeof value !== 'string')
        throw badRequest(
          `error decoding patch: json: cannot unmarshal ${goKind(value)} into Go struct field jsonPatchOp.${field} of type string`,
        );
    }
    return operation;
  });
}

function applyOperation(working: Working, { op, path, from, value = null }: JsonObject): void {
  const to = pointer(path);
  switch (typeof op === 'string' ? op : '') {
    case 'add':
      return add(working, to, value);
    case 'remove':
      return remove(working, to);
    case 'replace':
      return replace(working, to, value);
    case 'move': {
      const moved = get(working.document, pointer(from)) ?? null;
      remove(working, pointer(from));
      return add(working, to, moved);
    }
    case 'copy':
      return add(working, to, copied(working, get(working.document, pointer(from)) ?? null));
    case 'test':
      if (!equal(get(working.document, to) ?? null, value)) throw doesNotApply();
      return undefined;
    default:
      throw doesNotApply();
  }
}

/** A part of its own: what is changed in one place stays as it was in the other. */
function copied(working: Working, value: Json): Json {
  if (isTooDeep(value)) throw doesNotApply();
  const text = JSON.stringify(value);
  working.copiedBytes += Buffer.byteLength(text);
  if (working.copiedBytes > MOST_COPIED_BYTES) throw doesNotApply();
  return JSON.parse(text) as Json;
}

/** `/a~1b/0` to its names. */
function pointer(text: Json | undefined): readonly string[] {
  if (typeof text !== 'string') throw doesNotApply();
  if (text === '') return [];
  if (!text.startsWith('/')) throw doesNotApply();
  return text
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const INTEGER = /^[+-]?\d+$/;

/** An index as Go reads it: negative ones count from the end. */
function indexIn(name: string, length: number): number {
  const index = INTEGER.test(name) ? Number(name) : Number.NaN;
  const from = index < 0 ? index + length : index;
  if (!(from >= 0 && from < length)) throw doesNotApply();
  return from;
}

function get(document: Json, path: readonly string[]): Json | undefined {
  let at: Json | undefined = document;
  for (const [depth, name] of path.entries()) {
    if (isJsonObject(at)) at = Object.hasOwn(at, name) ? at[name] : undefined;
    else if (isList(at)) at = at[indexIn(name, at.length)];
    else throw doesNotApply();
    if (at === undefined && depth < path.length - 1) throw doesNotApply();
  }
  return at;
}

type Holder = { readonly fields: Fields; readonly items?: never } | { readonly items: Items; readonly fields?: never };

/** What holds the last name of a path, as a part that may be changed: it, and all above it, are copied where others see them. */
function holderOf(working: Working, path: readonly string[]): { readonly holder: Holder; readonly name: string } {
  let holder = mine(working, working.document);
  working.document = partOf(holder);
  for (const name of path.slice(0, -1)) {
    const key = keyIn(holder, name);
    const next = mine(working, holder.items ? holder.items[Number(key)] : holder.fields[key]);
    set(holder, key, partOf(next));
    holder = next;
  }
  return { holder, name: path.at(-1) ?? '' };
}

const partOf = ({ fields, items }: Holder): Json => items ?? fields ?? null;

function mine({ own }: Working, part: Json | undefined): Holder {
  if (isList(part)) {
    const items = own.has(part) ? (part as Items) : [...part];
    own.add(items);
    return { items };
  }
  if (!isJsonObject(part)) throw doesNotApply();
  const fields = own.has(part) ? part : { ...part };
  own.add(fields);
  return { fields };
}

function keyIn({ fields, items }: Holder, name: string): string {
  if (items) return String(indexIn(name, items.length));
  if (!Object.hasOwn(fields, name)) throw doesNotApply();
  return name;
}

function set({ fields, items }: Holder, key: string, value: Json): void {
  if (items) items[Number(key)] = value;
  else if (key === '__proto__') Object.defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true });
  else fields[key] = value;
}

function splice(working: Working, items: Items, index: number, gone: number, ...values: readonly Json[]): void {
  working.movedItems += items.length - index;
  if (working.movedItems > MOST_MOVED_ITEMS) throw tooMuch('the JSON patch moves too many items of its lists');
  items.splice(index, gone, ...values);
}

function add(working: Working, path: readonly string[], value: Json): void {
  if (path.length === 0) return void (working.document = value);
  const { holder, name } = holderOf(working, path);
  const { items } = holder;
  if (!items) return set(holder, name, value);
  splice(working, items, name === '-' ? items.length : indexIn(name, items.length + 1), 0, value);
}

function remove(working: Working, path: readonly string[]): void {
  if (path.length === 0) throw doesNotApply();
  const { holder, name } = holderOf(working, path);
  const key = keyIn(holder, name);
  if (holder.items) splice(working, holder.items, Number(key), 1);
  else delete holder.fields[key];
}

function replace(working: Working, path: readonly string[], value: Json): void {
  if (path.length === 0) return void (working.document = value);
  const { holder, name } = holderOf(working, path);
  set(holder, holder.items ? keyIn(holder, name) : name, value);
}
