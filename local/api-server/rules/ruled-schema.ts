import { isJsonObject, type JsonObject } from '../../../ground/json/json.ts';
import { objectAt, objectsAt } from '../../../ground/json/read-json.ts';
import { declaredType } from './declared-type.ts';
import { isEmbedded } from './resource-schema.ts';
import { compiledRule, writtenRule, type CompiledRule } from './rule.ts';

export const RULES = 'x-kubernetes-validations';

/** A level of a schema with its rules; only the levels that lead to rules are there. */
export interface RuledSchema {
  readonly schema: JsonObject;
  readonly isResource: boolean;
  readonly rules: readonly CompiledRule[];
  readonly properties: ReadonlyMap<string, RuledSchema>;
  readonly items?: RuledSchema;
  /** Of what a map holds. */
  readonly values?: RuledSchema;
}

export function ruledSchema(schema: JsonObject, isResource = isEmbedded(schema)): RuledSchema | undefined {
  const written = objectsAt(schema, RULES).map(writtenRule);
  const self = written.length === 0 ? undefined : declaredType(schema, isResource, 'selfType');
  const rules = self ? written.map((rule) => compiledRule(rule, self, schema)) : [];
  const properties = new Map<string, RuledSchema>();
  for (const [name, inner] of Object.entries(objectAt(schema, 'properties') ?? {})) {
    const ruled = isJsonObject(inner) ? ruledSchema(inner) : undefined;
    if (ruled) properties.set(name, ruled);
  }
  const [items, values] = ['items', 'additionalProperties'].map((name) => {
    const inner = objectAt(schema, name);
    return inner && ruledSchema(inner);
  });
  if (rules.length === 0 && properties.size === 0 && !items && !values) return undefined;
  return { schema, isResource, rules, properties, items, values };
}
