import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { badRequest, StatusError } from '../contracts/status-error.ts';
import { goKind } from './go-format.ts';
import { equal } from '../../../ground/json/equal.ts';

const MOST_OPERATIONS = 10_000;

/** Kubernetes tells no more of a patch that does not apply. */
const doesNotApply = (): StatusError =>
  new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});

/** RFC 6902, with the habits of the real server: `replace` sets a missing field, and -1 is the last item. */
export function jsonPatch(object: JsonObject, patch: Json): JsonObject {
  let patched: Json = object;
  for (const operation of operationsOf(patch)) patched = applyOperation(patched, operation);
  if (!isJsonObject(patched)) throw doesNotApply();
  return patched;
}

function operationsOf(patch: Json): readonly JsonObject[] {
  if (patch === null) return [];
  if (!isList(patch))
    throw badRequest(`error decoding patch: json: cannot unmarshal ${goKind(patch)} into Go value of type []handlers.jsonPatchOp`);
  if (patch.length > MOST_OPERATIONS) {
    throw new StatusError(
      413,
      'RequestEntityTooLarge',
      `Request entity too large: The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${patch.length}`,
    );
  }
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

function applyOperation(document: Json, { op, path, from, value = null }: JsonObject): Json {
  const to = pointer(path);
  switch (typeof op === 'string' ? op : '') {
    case 'add':
      return add(document, to, value);
    case 'remove':
      return remove(document, to);
    case 'replace':
      return replace(document, to, value);
    case 'move':
      return add(remove(document, pointer(from)), to, get(document, pointer(from)) ?? null);
    case 'copy':
      return add(document, to, get(document, pointer(from)) ?? null);
    case 'test': {
      if (!equal(get(document, to) ?? null, value)) throw doesNotApply();
      return document;
    }
    default:
      throw doesNotApply();
  }
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

/** The document with what `change` makes of the container that holds the last name. */
function changeAt(
  container: Json | undefined,
  path: readonly string[],
  change: (holder: JsonObject | readonly Json[], name: string) => Json,
): Json {
  const [name, ...rest] = path;
  if (name === undefined || !(isJsonObject(container) || isList(container))) throw doesNotApply();
  if (rest.length === 0) return change(container, name);
  if (isList(container)) {
    const index = indexIn(name, container.length);
    return container.with(index, changeAt(container[index], rest, change));
  }
  if (!Object.hasOwn(container, name)) throw doesNotApply();
  return withField(container, name, changeAt(container[name], rest, change));
}

const withField = (object: JsonObject, name: string, value: Json): JsonObject => ({ ...object, [name]: value });

function add(document: Json, path: readonly string[], value: Json): Json {
  if (path.length === 0) return value;
  return changeAt(document, path, (holder, name) => {
    if (!isList(holder)) return withField(holder, name, value);
    return holder.toSpliced(name === '-' ? holder.length : indexIn(name, holder.length + 1), 0, value);
  });
}

function remove(document: Json, path: readonly string[]): Json {
  return changeAt(document, path, (holder, name) => {
    if (isList(holder)) return holder.toSpliced(indexIn(name, holder.length), 1);
    if (!Object.hasOwn(holder, name)) throw doesNotApply();
    const { [name]: _gone, ...rest } = holder;
    return rest;
  });
}

function replace(document: Json, path: readonly string[], value: Json): Json {
  if (path.length === 0) return value;
  return changeAt(document, path, (holder, name) =>
    isList(holder) ? holder.with(indexIn(name, holder.length), value) : withField(holder, name, value),
  );
}
