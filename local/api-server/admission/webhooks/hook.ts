import { textOrEmpty, type JsonObject } from '../../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { expressionCompiler } from '../policies/expressions.ts';
import type { Expression } from '../policies/policy.ts';

/** One webhook of a configuration, ready to be asked. */
export interface Hook {
  readonly name: string;
  /** Rules and selectors, in the form in which a policy has them. */
  readonly criteria: JsonObject;
  readonly conditions: readonly Expression[];
  /** Where it cannot be asked, the attempt is refused. */
  readonly failsClosed: boolean;
  readonly timeoutSeconds: number;
  readonly clientConfig: JsonObject;
  /** `v1` or `v1beta1`: the first that it takes of those that the server speaks. */
  readonly reviewVersion: string;
  /** Wants to be asked again once others have changed the object. */
  readonly again: boolean;
}

const SPOKEN: ReadonlySet<string> = new Set(['v1', 'v1beta1']);
const parsed = new WeakMap<StoredObject, readonly Hook[]>();

/** The webhooks of a configuration, in their order. */
export function hooksOf(configuration: StoredObject): readonly Hook[] {
  const known = parsed.get(configuration);
  if (known) return known;
  const made = objectsAt(configuration, 'webhooks').map(hookOf);
  parsed.set(configuration, made);
  return made;
}

function hookOf(entry: JsonObject): Hook {
  const compiler = expressionCompiler(false, false);
  const { matchPolicy, namespaceSelector, objectSelector } = entry;
  return {
    name: textAt(entry, 'name'),
    criteria: { matchPolicy, namespaceSelector, objectSelector, resourceRules: objectsAt(entry, 'rules') },
    conditions: objectsAt(entry, 'matchConditions').map((condition) => {
      const text = textAt(condition, 'expression');
      return { text, compiled: compiler.compile(text, 'condition') };
    }),
    failsClosed: textAt(entry, 'failurePolicy') !== 'Ignore',
    timeoutSeconds: numberAt(entry, 'timeoutSeconds') ?? 10,
    clientConfig: objectAt(entry, 'clientConfig') ?? {},
    reviewVersion:
      listAt(entry, 'admissionReviewVersions')
        .map(textOrEmpty)
        .find((version) => SPOKEN.has(version)) ?? 'v1',
    again: textAt(entry, 'reinvocationPolicy') === 'IfNeeded',
  };
}
