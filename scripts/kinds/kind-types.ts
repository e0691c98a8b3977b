import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseFieldLine, type FieldLine } from '../../local/api-server/schema/field-line.ts';
import { SCHEMA_FILE } from '../kubernetes-schema/read-schema.ts';

type TypeLines = Readonly<Record<string, string>>;
type Types = Readonly<Record<string, TypeLines>>;

export const KINDS_FOLDER = fileURLToPath(new URL('../../kube/objects/kinds/', import.meta.url));
const WIDTH = 140;

/** The text of each file of `kube/objects/kinds`, by its name: one for each group and version that `kubernetes.json` has types of. */
export function kindTypes(): ReadonlyMap<string, string> {
  const { types } = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as { readonly types: Types };
  const groups = [...new Set(Object.keys(types).map(groupOf))];
  return new Map(groups.map((group) => [`${fileOf(group)}.ts`, groupText(group, types)]));
}

/** `core.v1` of `core.v1.Pod` */
const groupOf = (type: string): string => type.split('.').slice(0, 2).join('.');
const fileOf = (group: string): string => group.replace('.', '-');

/** `CoreV1Pod`: many groups have an Event, a Condition, an Endpoint. */
const nameOf = (type: string): string =>
  type
    .split('.')
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join('');

function groupText(group: string, types: Types): string {
  const own = Object.entries(types)
    .filter(([type]) => groupOf(type) === group)
    .map(([type, lines]) => interfaceText(type, lines))
    .join('\n');
  return `// Written by scripts/write-kinds.ts: change that.\n${importsText(group, own, types)}${own}`;
}

/** A name is imported if it stands in the text. */
function importsText(group: string, text: string, types: Types): string {
  const used = new Set(text.match(/\b[A-Z]\w+/g));
  const foreign = Map.groupBy(
    Object.keys(types).filter((type) => groupOf(type) !== group && used.has(nameOf(type))),
    groupOf,
  );
  const lines = [...foreign].map(([other, names]) => importText(names.map(nameOf), `./${fileOf(other)}.ts`));
  const all = [...(used.has('KeyedList') ? [importText(['KeyedList'], '../keyed-list.ts')] : []), ...lines];
  return all.length === 0 ? '\n' : `${all.join('')}\n`;
}

function importText(names: readonly string[], file: string): string {
  const line = `import type { ${names.join(', ')} } from '${file}';\n`;
  return line.length <= WIDTH + 1 ? line : `import type {\n${names.map((name) => `  ${name},\n`).join('')}} from '${file}';\n`;
}

function interfaceText(type: string, lines: TypeLines): string {
  const fields = Object.entries(lines).flatMap(([name, line]) => (name === '*' ? [] : [fieldText(name, parseFieldLine(line))]));
  return `export interface ${nameOf(type)} {${fields.length === 0 ? '' : '\n'}${fields.join('')}}\n`;
}

const fieldText = (name: string, line: FieldLine): string =>
  `  readonly ${/^[\w$]+$/.test(name) ? name : `'${name}'`}${line.required ? '' : '?'}: ${typeText(line.type, line.listMapKeys)};\n`;

/** Types whose JSON is not what their structure says, as `kubernetes.json` calls them, and scalars. */
const WORDS: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  number: 'number',
  int32: 'number',
  int64: 'number',
  bytes: 'string',
  time: 'string',
  microtime: 'string',
  quantity: 'string',
  'int-or-string': 'number | string',
  object: 'object',
  raw: 'object',
  fields: 'object',
  json: 'unknown',
  'schema-or-list': 'ApiextensionsV1JSONSchemaProps | readonly ApiextensionsV1JSONSchemaProps[]',
  'schema-or-bool': 'ApiextensionsV1JSONSchemaProps | boolean',
  'schema-or-strings': 'ApiextensionsV1JSONSchemaProps | readonly string[]',
};

function typeText(type: string, keys: readonly string[] = []): string {
  if (type.startsWith('map[]')) return `Readonly<Record<string, ${typeText(type.slice('map[]'.length))}>>`;
  if (!type.startsWith('[]')) return WORDS[type] ?? nameOf(type);
  const item = typeText(type.slice('[]'.length));
  if (keys.length > 0) return `KeyedList<${item}, ${keys.map((key) => `'${key}'`).join(' | ')}>`;
  return item.includes('|') ? `readonly (${item})[]` : `readonly ${item}[]`;
}
