import { equal } from '../../../ground/json/equal.ts';
import { isRecord } from '../../../ground/json/json.ts';
import type { MetaV1Condition } from '../../../kube/objects/kinds/meta-v1.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';

/** A condition as it is wished: its status, a reason in CamelCase, and a message for people. */
export type ConditionWish = readonly [status: boolean | 'Unknown', reason: string, message: string];

/** What the status of such an object has. */
type StatusOf<T> = T extends { readonly status?: infer Status } ? NonNullable<Status> : Readonly<Record<string, unknown>>;
/** The types of its conditions. */
type ConditionNames<Status> = Status extends { readonly conditions?: infer List }
  ? NonNullable<List> extends readonly { readonly type: infer Name extends string }[]
    ? Name
    : string
  : string;

/** A status as it is wished: whole, but for the conditions of types that are not named. */
export type StatusWish<T extends KubeObject> = Omit<StatusOf<T>, 'conditions' | 'observedGeneration'> & {
  readonly conditions?: Readonly<Partial<Record<ConditionNames<StatusOf<T>>, ConditionWish>>>;
};

/** Any object that may have a status. */
type WithStatus = KubeObject & { readonly status?: unknown };

/** The status that an object is to have: times change only where a condition's status does. */
export function wishedStatus({ metadata, status }: WithStatus, wish: object, now: string): Readonly<Record<string, unknown>> {
  const { conditions: wished, ...fields } = { conditions: undefined as Readonly<Record<string, ConditionWish>> | undefined, ...wish };
  const live = isRecord(status) && Array.isArray(status['conditions']) ? (status['conditions'] as readonly MetaV1Condition[]) : [];
  const observedGeneration = metadata?.generation;
  const conditions = new Map(live.map((condition) => [condition.type, condition]));
  for (const [type, [state, reason, message]] of Object.entries(wished ?? {})) {
    const [known, stands] = [conditions.get(type), state === 'Unknown' ? state : state ? 'True' : 'False'];
    const lastTransitionTime = known?.status === stands ? known.lastTransitionTime : now;
    conditions.set(type, { type, status: stands, observedGeneration, lastTransitionTime, reason, message });
  }
  return { ...fields, observedGeneration, ...(conditions.size > 0 && { conditions: [...conditions.values()] }) };
}

/** What a merge patch takes to make one value of another; undefined where they are equal. */
export function mergeDifference(from: unknown, to: unknown): unknown {
  if (equal(from, to)) return undefined;
  if (!isRecord(from) || !isRecord(to)) return to;
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const [old, wanted] = [from[name], to[name]];
      if (wanted === undefined) return old === undefined ? [] : [[name, null]];
      const difference = mergeDifference(old, wanted);
      return difference === undefined ? [] : [[name, difference]];
    }),
  );
}
