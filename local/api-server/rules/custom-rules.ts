import type { JsonObject } from '../../../ground/json/json.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import type { CustomRules } from '../contracts/validating.ts';
import type { brokenRules } from './broken-rules.ts';
import type { definitionRuleCauses } from './definition-rules.ts';
import { groupResourceOf } from '../contracts/resource-info.ts';

interface Engine {
  readonly brokenRules: typeof brokenRules;
  readonly definitionRuleCauses: typeof definitionRuleCauses;
}

async function loadEngine(): Promise<Engine> {
  const [broken, definitions] = await Promise.all([import('./broken-rules.ts'), import('./definition-rules.ts')]);
  return { ...broken, ...definitions };
}

/** The rules of definitions (`x-kubernetes-validations`): what judges them is loaded by the first of them, since few servers have one. */
export interface LazyRules {
  /** Whether a request needs what is not loaded yet: one for a kind with rules, or for a definition that has some. */
  needs(served: ServedResource, body: Buffer): boolean;
  load(): Promise<void>;
  readonly judge: CustomRules;
}

const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';
const FIELD = 'x-kubernetes-validations';

/** Whether a body has that word; where it has escapes, the word may hide in them. */
const mayName = (word: string, body: Buffer): boolean => body.includes(word) || body.includes('\\u') || body.includes('\\x');

export function createCustomRules(): LazyRules {
  let engine: Engine | undefined;
  let loading: Promise<void> | undefined;
  const ruled = new WeakMap<JsonObject, boolean>();
  const hasRules = (definition: JsonObject): boolean => {
    const known = ruled.get(definition) ?? JSON.stringify(definition).includes(FIELD);
    ruled.set(definition, known);
    return known;
  };
  const loaded = (): Engine => {
    if (engine) return engine;
    throw new Error('a rule is judged before what judges it was loaded');
  };
  return {
    needs({ resource, definition }, body) {
      if (engine) return false;
      return groupResourceOf(resource) === DEFINITIONS ? mayName(FIELD, body) : definition !== undefined && hasRules(definition);
    },
    load: () =>
      (loading ??= loadEngine().then((made) => {
        engine = made;
      })),
    judge: {
      any: hasRules,
      broken: (definition, schema, object, old, warn) => (hasRules(definition) ? loaded().brokenRules(schema, object, old, warn) : []),
      bad: (schema, path, compiles) => (hasRules(schema) ? loaded().definitionRuleCauses(schema, path, compiles) : []),
    },
  };
}
