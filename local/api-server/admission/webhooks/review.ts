import { isJsonObject, type JsonObject } from '../../../../ground/json/json.ts';
import { listAt, objectAt, textAt } from '../../../../ground/json/read-json.ts';
import { StatusError } from '../../contracts/status-error.ts';
import { requestValue } from '../policies/attempt.ts';
import type { HookCall } from './meant.ts';

export const GROUP = 'admission.k8s.io';

/** The question. */
export function reviewOf({ hook, known, attempt }: HookCall, uid: string): JsonObject {
  const { object = null, old = null, operation } = attempt;
  const request = { ...requestValue(attempt, known), uid, object, oldObject: old, ...(operation === 'CONNECT' ? { options: null } : {}) };
  return { kind: 'AdmissionReview', apiVersion: `${GROUP}/${hook.reviewVersion}`, request };
}

/** An answer that is one to the question; else why it is not, as text. */
export function responseOf(answer: JsonObject, uid: string, mutates: boolean): JsonObject | string {
  const response = objectAt(answer, 'response');
  if (!response) return 'webhook response was absent';
  const [patch, type] = [textAt(response, 'patch'), response['patchType'] ?? undefined];
  if (textAt(response, 'uid') !== uid)
    return `expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(textAt(response, 'uid'))}`;
  if (!mutates && patch !== '') return 'validating webhook may not return response.patch';
  if (!mutates && type !== undefined) return 'validating webhook may not return response.patchType';
  if (patch !== '' && type === undefined) return 'webhook returned response.patch but not response.patchType';
  if (patch === '' && type !== undefined) return 'webhook returned response.patchType but not response.patch';
  if (patch !== '' && type === '') return 'webhook returned invalid response.patchType of ""';
  return response;
}

/** What a client reads whose attempt a webhook has refused: never a success, whatever the webhook calls it. */
export function refusalOf(hook: string, result: JsonObject | undefined): StatusError {
  const denied = `admission webhook ${JSON.stringify(hook)} denied the request`;
  const [message, reason] = [textAt(result, 'message'), textAt(result, 'reason')];
  const code = typeof result?.['code'] === 'number' ? result['code'] : 0;
  const why = message === '' ? reason : message;
  const details = result?.['details'];
  return new StatusError(
    code < 400 ? 400 : code,
    reason === '' ? undefined : reason,
    why === '' ? `${denied} without explanation` : `${denied}: ${why}`,
    isJsonObject(details) ? details : undefined,
  );
}

export const warningsOf = (response: JsonObject): readonly string[] =>
  listAt(response, 'warnings').filter((each): each is string => typeof each === 'string');
