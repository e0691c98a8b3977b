import { isJsonObject, isList, objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { atomOf, fieldIn, itemStep, type Atom } from './atom.ts';
import { repeatedIn } from './typed-values.ts';

const ANYTHING: FieldSchema = { preservesUnknown: true };
const isBareList = (value: Json | undefined) => value === undefined || !isList(value) || value.length === 0;

/** What is applied, over what is live: parts that have owners of their own merge, everything else is replaced. */
export function mergeValues(live: Json | undefined, applied: Json | undefined, schema: FieldSchema): Json | undefined {
  if (applied === undefined) return live;
  if (live === undefined) return applied;
  const atom = atomOf(schema, applied ?? live);
  if (atom.is === 'map' && (isJsonObject(live) || isJsonObject(applied)))
    return mergeMaps(objectOrEmpty(live), objectOrEmpty(applied), atom.schema);
  if ((atom.is === 'keyed' || atom.is === 'set') && !(isBareList(live) && isBareList(applied)))
    return mergeLists(isList(live) ? live : [], isList(applied) ? applied : [], atom);
  return applied;
}

function mergeMaps(live: JsonObject, applied: JsonObject, schema: FieldSchema): JsonObject {
  const merged: Record<string, Json | undefined> = { ...live };
  for (const [name, value] of Object.entries(applied)) {
    Object.defineProperty(merged, name, {
      value: mergeValues(Object.hasOwn(live, name) ? live[name] : undefined, value, fieldIn(schema, name) ?? ANYTHING),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return merged;
}

/** Live items keep their places around the applied ones, which keep the order in which they were applied. */
function mergeLists(live: readonly Json[], applied: readonly Json[], atom: Extract<Atom, { is: 'keyed' | 'set' }>): readonly Json[] {
  const [liveSteps, steps] = [live.map((item) => itemStep(atom, item)), applied.map((item) => itemStep(atom, item))];
  const isLive = new Set(liveSteps);
  const wanted = new Set(steps);
  const shared = steps.filter((step) => isLive.has(step)).toReversed(); // the next one is the last
  const done = new Set<string>();
  const merged: Json[] = [];
  // An item that is live twice cannot be merged with: it is replaced.
  const repeated = repeatedIn(liveSteps);
  const places = new Map(liveSteps.map((step, at) => [step, at]));
  const single = (step: string) => (repeated.has(step) ? undefined : live[places.get(step) ?? live.length]);
  const take = (at: number) => {
    const step = steps[at] ?? '';
    done.add(step);
    merged.push(mergeValues(single(step), applied[at], atom.items) ?? null);
    if (shared.at(-1) === step) shared.pop();
  };
  let [left, right] = [0, 0];
  while (left < live.length || right < applied.length) {
    const step = liveSteps[left];
    if (step !== undefined && right < applied.length && step === steps[right]) {
      take(right);
      [left, right] = [left + 1, right + 1];
    } else if (step !== undefined && right < applied.length && wanted.has(step) && shared.length > 0 && shared.at(-1) !== step) left += 1;
    else if (step !== undefined && !wanted.has(step)) {
      merged.push(live[left] ?? null);
      left += 1;
    } else {
      if (step !== undefined && done.has(step)) left += 1;
      if (right < applied.length) {
        take(right);
        right += 1;
      }
    }
  }
  return merged;
}
