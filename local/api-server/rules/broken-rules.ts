import type { JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { Judgement } from './judgement.ts';
import { ruledSchema, type RuledSchema } from './ruled-schema.ts';

const compiled = new WeakMap<JsonObject, { readonly ruled: RuledSchema | undefined }>();

/** The rules of a schema are compiled once. */
function ruledBy(schema: JsonObject): RuledSchema | undefined {
  const known = compiled.get(schema);
  if (known) return known.ruled;
  const ruled = ruledSchema(schema, true);
  compiled.set(schema, { ruled });
  return ruled;
}

/** What the rules of a schema have against an object. What was wrong before, and is as it was, is warned of. */
export function brokenRules(
  schema: JsonObject,
  object: StoredObject,
  old: StoredObject | undefined,
  warn: (message: string) => void,
): readonly FailureCause[] {
  const ruled = ruledBy(schema);
  if (!ruled) return [];
  const judgement = new Judgement(warn);
  judgement.judge(ruled, object, { path: '', old, ratchet: old ? { here: { value: object, old, schema } } : {} });
  return judgement.causes;
}
