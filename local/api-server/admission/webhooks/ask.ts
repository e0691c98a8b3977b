import type { JsonObject } from '../../../../ground/json/json.ts';
import { objectAt } from '../../../../ground/json/read-json.ts';
import { call, CallProblem, reviewProblem, type Reach } from './call.ts';
import { CallFailed } from './call-failed.ts';
import type { HookCall, HookSurroundings } from './meant.ts';
import { GROUP, refusalOf, responseOf, reviewOf, warningsOf } from './review.ts';

/** All that asking a webhook takes. */
export interface Asking extends HookSurroundings, Reach {
  readonly newUid: () => string;
}

/** The response of a webhook that allows. Throws a StatusError where it refuses, and CallFailed where it could not be asked. */
export async function ask(hookCall: HookCall, mutates: boolean, asking: Asking): Promise<JsonObject> {
  const { hook, attempt } = hookCall;
  const uid = asking.newUid();
  const response = responseOf(await answerTo(hookCall, uid, asking), uid, mutates);
  if (typeof response === 'string') throw new CallFailed(hook, `received invalid webhook response: ${response}`);
  for (const warning of warningsOf(response)) attempt.warn(warning);
  if (response['allowed'] !== true) throw refusalOf(hook.name, objectAt(response, 'status'));
  return response;
}

async function answerTo(hookCall: HookCall, uid: string, asking: Asking): Promise<JsonObject> {
  const { hook } = hookCall;
  const { clientConfig, timeoutSeconds, reviewVersion } = hook;
  const answerProblem = (answer: JsonObject) => reviewProblem(answer, 'AdmissionReview', GROUP, reviewVersion);
  try {
    return await call({ clientConfig, timeoutSeconds, review: reviewOf(hookCall, uid), answerProblem }, asking);
  } catch (error) {
    if (!(error instanceof CallProblem)) throw error;
    throw new CallFailed(hook, `${error.isUnsent ? '' : 'failed to call webhook: '}${error.message}`, { cause: error });
  }
}
