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

type Judge = Pick<CustomRules, 'definition' | 'object'>;

async function loadEngine(): Promise<Engine> {
  const [broken, definitions] = await Promise.all([import('./broken-rules.ts'), import('./definition-rules.ts')]);
  return { ...broken, ...definitions };
}

/**
 * What definitions ask of objects: what judges that is loaded by the first definition, and what judges their rules
 * (`x-kubernetes-validations`) by the first of these, since few servers have either.
 */
export interface LazyRules {
  /** Whether a request needs what is not loaded yet. */
  needs(served: ServedResource, body: Buffer): boolean;
  /** Loads what a request needs. */
  load(served: ServedResource, body: Buffer): Promise<void>;
  readonly judge: CustomRules;
}

const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';
const FIELD = 'x-kubernetes-validations';

/** Whether a body has that word; where it has escapes, the word may hide in them. */
const mayName = (word: string, body: Buffer): boolean => body.includes(word) || body.includes('\\u') || body.includes('\\x');

const isDefinition = ({ resource }: ServedResource): boolean => groupResourceOf(resource) === DEFINITIONS;

export function createCustomRules(): LazyRules {
  let engine: Engine | undefined;
  let judge: Judge | undefined;
  const ruled = new WeakMap<JsonObject, boolean>();
  const hasRules = (definition: JsonObject): boolean => {
    const known = ruled.get(definition) ?? JSON.stringify(definition).includes(FIELD);
    ruled.set(definition, known);
    return known;
  };
  const loaded = <T>(part: T | undefined): T => {
    if (part !== undefined) return part;
    throw new Error('a custom resource is judged before what judges it was loaded');
  };
  const needsJudge = (served: ServedResource): boolean => judge === undefined && (isDefinition(served) || served.definition !== undefined);
  const needsEngine = (served: ServedResource, body: Buffer): boolean =>
    engine === undefined && (isDefinition(served) ? mayName(FIELD, body) : served.definition !== undefined && hasRules(served.definition));
  return {
    needs: (served, body) => needsJudge(served) || needsEngine(served, body),
    async load(served, body) {
      if (needsJudge(served)) judge = (await import('../validation/custom-judge.ts')).customJudge;
      if (needsEngine(served, body)) engine = await loadEngine();
    },
    judge: {
      definition: (request) => loaded(judge).definition(request),
      object: (request, metadata) => loaded(judge).object(request, metadata),
      any: hasRules,
      broken: (definition, schema, object, old, warn) =>
        hasRules(definition) ? loaded(engine).brokenRules(schema, object, old, warn) : [],
      bad: (schema, path, compiles) => (hasRules(schema) ? loaded(engine).definitionRuleCauses(schema, path, compiles) : []),
    },
  };
}
