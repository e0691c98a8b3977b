/** What the converter reads of an OpenAPI v3 schema; everything else (descriptions, formats of prose) is dropped. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly allOf?: readonly OpenApiSchema[];
  readonly type?: string;
  readonly format?: string;
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
}

/** Types whose JSON is not what their structure says: a word each instead of a field tree. */
const WORDS: Readonly<Record<string, string>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'quantity',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'microtime',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'int-or-string',
  'io.k8s.apimachinery.pkg.runtime.RawExtension': 'raw',
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'fields',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': 'json',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': 'schema-or-list',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': 'schema-or-bool',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': 'schema-or-strings',
};

const PREFIXES = ['io.k8s.api.', 'io.k8s.apimachinery.pkg.apis.', 'io.k8s.apiextensions-apiserver.pkg.apis.'];
const shortName = (definition: string) => definition.slice(PREFIXES.find((prefix) => definition.startsWith(prefix))?.length ?? 0);

const refOf = (schema: OpenApiSchema): string | undefined => (schema.$ref ?? schema.allOf?.[0]?.$ref)?.replace('#/components/schemas/', '');

const scalar = ({ type = 'object', format }: OpenApiSchema): string => {
  if (type === 'string') return format === 'byte' ? 'bytes' : 'string';
  if (type === 'integer') return format ?? 'int64';
  return type;
};

function typeWord(schema: OpenApiSchema): string {
  const ref = refOf(schema);
  if (ref !== undefined) return WORDS[ref] ?? shortName(ref);
  if (schema.items) return `[]${typeWord(schema.items)}`;
  if (schema.additionalProperties) return `map[]${typeWord(schema.additionalProperties)}`;
  return scalar(schema);
}

/** One field as one line of words: `[]core.v1.ContainerPort list=map(containerPort,protocol) patch=merge(containerPort)`. */
function fieldLine(schema: OpenApiSchema, required: boolean): string {
  const words = [typeWord(schema)];
  const list = schema['x-kubernetes-list-type'];
  const strategy = schema['x-kubernetes-patch-strategy'];
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  const choices = schema.enum ?? schema.items?.enum ?? schema.additionalProperties?.enum;
  if (required) words.push('required');
  if (list !== undefined) words.push(`list=${list === 'map' ? `map(${(schema['x-kubernetes-list-map-keys'] ?? []).join(',')})` : list}`);
  if (schema['x-kubernetes-map-type'] !== undefined) words.push(`map=${schema['x-kubernetes-map-type']}`);
  if (strategy !== undefined) words.push(`patch=${strategy}${mergeKey === undefined ? '' : `(${mergeKey})`}`);
  if (choices) words.push(`enum=${choices.map(encodeURI).join('|')}`);
  if (schema.default !== undefined) words.push(`default=${JSON.stringify(schema.default)}`);
  return words.join(' ');
}

export type TypeTable = Record<string, Record<string, string>>;

/**
 * The field trees of every definition that `roots` reach, without descriptions,
 * sorted by name; `*` holds what is said of a type as a whole.
 */
export function typeTable(definitions: Readonly<Record<string, OpenApiSchema>>, roots: readonly string[]): TypeTable {
  const table: TypeTable = {};
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const definition = definitions[name];
    if (definition === undefined || name in WORDS || shortName(name) in table) continue;
    const required = new Set(definition.required);
    const whole = definition['x-kubernetes-map-type'] === undefined ? {} : { '*': `map=${definition['x-kubernetes-map-type']}` };
    const fields = Object.entries(definition.properties ?? {}).map(([field, schema]) => [field, fieldLine(schema, required.has(field))]);
    table[shortName(name)] = { ...whole, ...Object.fromEntries(fields) };
    waiting.push(...Object.values(definition.properties ?? {}).flatMap((schema) => refsIn(schema)));
  }
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function refsIn(schema: OpenApiSchema): string[] {
  const ref = refOf(schema);
  if (ref !== undefined) return [ref];
  if (schema.items) return refsIn(schema.items);
  return schema.additionalProperties ? refsIn(schema.additionalProperties) : [];
}
