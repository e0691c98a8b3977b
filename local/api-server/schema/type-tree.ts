import { readFileSync } from 'node:fs';
import type { Json } from '../../../ground/json/json.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { parseFieldLine, parseGoLine, type FieldLine, type GoFacts } from './field-line.ts';

/** A field of a built-in kind: what the contract asks for, and what Go and protobuf know of it. */
export interface BuiltInField extends FieldSchema {
  /** `core.v1.Container`, `string`, `int32`, `quantity`; with `[]` or `map[]` before it. */
  readonly goType: string;
  /** A struct's fields stand in Go's order, which is that of the server's answers. */
  readonly fields?: Readonly<Record<string, BuiltInField>>;
  readonly values?: BuiltInField;
  readonly items?: BuiltInField;
  readonly choices?: readonly string[];
  readonly go: GoFacts;
}

interface SchemaFile {
  readonly version: string;
  readonly resources: Readonly<Record<string, Readonly<Record<string, ResourceRow>>>>;
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
export interface ResourceRow {
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: string;
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  /** Name to `group/version/Kind: verbs`; group and version are absent where they are the resource's own. */
  readonly subresources?: Readonly<Record<string, string>>;
}

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

/** The committed facts, and a tree of every type, each grown when it is first asked for. */
export interface TypeTrees {
  readonly version: string;
  readonly resources: SchemaFile['resources'];
  /** The lines of `kubernetes.json`, by type and field. */
  readonly types: SchemaFile['types'];
  /** The whole object of a type such as `apps.v1.Deployment`. */
  tree(type: string): BuiltInField;
}

const PLAIN: GoFacts = { number: '', pointer: false, written: 'unless-empty' };
const ELEMENT: GoFacts = { number: '', pointer: false, written: 'always' };

const SCALARS: Readonly<Record<string, Pick<FieldSchema, 'type' | 'format' | 'preservesUnknown' | 'mapType'>>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  number: { type: 'number' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  bytes: { type: 'string', format: 'byte' },
  time: { type: 'string', format: 'date-time' },
  microtime: { type: 'string', format: 'date-time' },
  quantity: { format: 'quantity' },
  'int-or-string': { format: 'int-or-string' },
  raw: { type: 'object', preservesUnknown: true },
  fields: { type: 'object', preservesUnknown: true, mapType: 'atomic' },
  object: { type: 'object', preservesUnknown: true },
  json: { preservesUnknown: true },
};
/** A CRD's schema may stand where a list, a boolean or strings may stand too. */
const SCHEMA_PROPS = 'apiextensions.v1.JSONSchemaProps';
const SCHEMA_OR: ReadonlySet<string> = new Set(['schema-or-list', 'schema-or-bool', 'schema-or-strings']);

function loadTypeTrees(): TypeTrees {
  const { version, resources, types } = read('./kubernetes.json') as SchemaFile;
  const goLines = read('./go-fields.json') as Readonly<Record<string, string>>;
  const structs = new Map<string, Readonly<Record<string, BuiltInField>>>();

  const struct = (type: string): Readonly<Record<string, BuiltInField>> => {
    const known = structs.get(type);
    if (known) return known;
    const lines = types[type] ?? {};
    const facts = parseGoLine(goLines[type] ?? '');
    const head = ['apiVersion', 'kind'].filter((name) => name in lines && !facts.has(name));
    const names = new Set([
      ...head.toReversed(),
      ...[...facts.keys()].filter((name) => name in lines),
      ...Object.keys(lines).filter((name) => name !== '*'),
    ]);
    const fields = Object.fromEntries([...names].map((name) => [name, field(parseFieldLine(lines[name] ?? ''), facts.get(name) ?? PLAIN)]));
    structs.set(type, fields);
    return fields;
  };
  const field = (line: FieldLine, go: GoFacts): BuiltInField => {
    const { type } = line;
    const atomic = line.map === 'atomic' || types[type]?.['*'] === 'map=atomic';
    return {
      ...flags(line),
      ...(atomic && { mapType: 'atomic' }),
      ...container(type),
      goType: type,
      go,
      // A type may contain itself (JSONSchemaProps does), so its fields grow when they are asked for.
      get fields() {
        return type in types ? struct(type) : SCHEMA_OR.has(type) ? struct(SCHEMA_PROPS) : undefined;
      },
    };
  };
  const container = (type: string): Partial<BuiltInField> => {
    if (type.startsWith('[]')) return { type: 'array', items: element(type.slice(2)) };
    if (type.startsWith('map[]')) return { type: 'object', values: element(type.slice(5)) };
    return SCALARS[type] ?? (SCHEMA_OR.has(type) ? {} : { type: 'object' });
  };
  const element = (type: string): BuiltInField => field({ type, required: false }, ELEMENT);
  const trees = new Map<string, BuiltInField>();
  return {
    version,
    resources,
    types,
    tree: (type) => {
      const known = trees.get(type) ?? element(type);
      trees.set(type, known);
      return known;
    },
  };
}

const flags = (line: FieldLine): Partial<BuiltInField> => ({
  ...(line.list === 'atomic' || line.list === 'map' || line.list === 'set' ? { listType: line.list } : {}),
  ...(line.listMapKeys && { listMapKeys: line.listMapKeys }),
  ...(line.patchStrategy && { patchStrategy: line.patchStrategy }),
  ...(line.patchMergeKey !== undefined && { patchMergeKey: line.patchMergeKey }),
  ...(line.choices && { choices: line.choices }),
  ...(line.default !== undefined && { default: JSON.parse(line.default) as Json }),
});

/** Kubernetes' own types: read once, and shared by all who ask. */
export const kubernetesTypes: TypeTrees = loadTypeTrees();
