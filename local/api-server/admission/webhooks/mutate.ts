import { equal } from '../../../../ground/json/equal.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { apiVersionOf } from '../../contracts/resource-info.ts';
import { internalError, StatusError } from '../../contracts/status-error.ts';
import { inVersion } from '../../registry.ts';
import type { Attempt, Known } from '../policies/attempt.ts';
import { ask, type Asking } from './ask.ts';
import type { Hook } from './hook.ts';
import { callOf, type HookCall } from './meant.ts';
import { operationsOf, patched } from './patched.ts';
import { failureOf } from './validate.ts';

/** What admission by the server itself makes of the object again, once webhooks have changed it. */
export type Refill = (object: StoredObject) => StoredObject;

/** How far asking has come. */
interface Progress {
  object: StoredObject | undefined;
  changed: boolean;
  /** Asked already, and to be asked again if there is reason to. */
  readonly eligible: Set<Hook>;
  /** To be asked again. */
  readonly again: Set<Hook>;
}

/**
 * Asks webhooks one after another, each with the object as those before have left it. Where something was changed after one was asked
 * that wants to know, it is asked once more. Answers the object; throws where one refuses, or fails and may not.
 */
export async function mutate(hooks: readonly Hook[], attempt: Attempt, refill: Refill, asking: Asking): Promise<StoredObject | undefined> {
  const progress: Progress = { object: attempt.object, changed: false, eligible: new Set(), again: new Set() };
  for (const hook of hooks) await turn(hook, attempt, progress, asking);
  if (!progress.changed || !progress.object) return progress.object;
  const refilled = refill(progress.object);
  if (!equal(refilled, progress.object)) repeat(progress);
  progress.object = refilled;
  for (const hook of hooks) if (progress.again.has(hook)) await turn(hook, attempt, progress, asking);
  return progress.object;
}

function repeat({ eligible, again }: Progress): void {
  for (const hook of eligible) again.add(hook);
  eligible.clear();
}

async function turn(hook: Hook, attempt: Attempt, progress: Progress, asking: Asking): Promise<void> {
  if (progress.object) await asking.conversions.everywhere?.([progress.object]);
  const call = callOf(hook, { ...attempt, object: progress.object }, asking);
  if (!call) return;
  try {
    const before = call.attempt.object;
    const after = await changedBy(call, asking);
    if (after && !equal(after, before)) {
      await asking.conversions.ask?.([after], apiVersionOf(attempt.served.resource));
      progress.object = back(after, attempt, call.known, asking);
      progress.changed = true;
      repeat(progress);
    }
  } catch (error) {
    const failure = failureOf(error, hook);
    if (failure !== undefined) throw failure;
  } finally {
    if (hook.again) progress.eligible.add(hook);
  }
}

/** The object in the version in which it was sent. */
const back = (object: StoredObject, { served }: Attempt, { resource }: Known, { conversions }: Asking): StoredObject =>
  resource === served.resource ? object : inVersion(object, served.resource, conversions);

async function changedBy(call: HookCall, asking: Asking): Promise<StoredObject | undefined> {
  const { hook, attempt, known } = call;
  const operations = operationsOf(await ask(call, true, asking), hook);
  if (operations.length === 0) return attempt.object;
  if (!attempt.object)
    throw internalError(
      `admission webhook ${JSON.stringify(hook.name)} attempted to modify the object, which is not supported for this operation`,
    );
  return decoded(patched(attempt.object, operations), attempt, known, asking);
}

/** What a kind does not know goes, and what it sets by itself comes. Of a kind without a schema, a Scale for one, all stays. */
function decoded(object: StoredObject, { served, subresource }: Attempt, { resource, kind }: Known, { registry }: Asking): StoredObject {
  const isWhole = subresource === '' || subresource === 'status';
  const schema = isWhole
    ? (registry.find(resource.group, resource.version, resource.plural)?.schema ?? served.schema)
    : registry.builtIn.kind(kind);
  if (!schema) return object;
  try {
    return schema.withDefaults(schema.prune(object).object);
  } catch (error) {
    throw error instanceof StatusError ? internalError(error.message.replace(/^.* cannot be handled as a [^:]*: /, '')) : error;
  }
}
