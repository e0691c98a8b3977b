import type { JsonObject } from '../../../../../ground/json/json.ts';
import { listAt, objectAt, textAt } from '../../../../../ground/json/read-json.ts';
import { call, CallProblem, reviewProblem, type Reach } from '../call.ts';
import type { StoredObject } from '../../../contracts/kube-object.ts';
import type { WebhookConversion } from '../../../contracts/schema-source.ts';
import { StatusError } from '../../../contracts/status-error.ts';
import { convertedProblem, restored } from './converted.ts';

const GROUP = 'apiextensions.k8s.io';
const KIND = 'ConversionReview';
const TIMEOUT_SECONDS = 30;

/** What is to be converted: objects of one kind and version. */
export interface ConversionTask {
  readonly conversion: WebhookConversion;
  readonly objects: readonly StoredObject[];
  readonly apiVersion: string;
}

/** The objects as a webhook converts them, in their order. Throws a StatusError where it does not, in the real server's words. */
export async function convert(
  { conversion, objects, apiVersion }: ConversionTask,
  uid: string,
  reach: Reach,
): Promise<readonly StoredObject[]> {
  const [first] = objects;
  if (first === undefined) return [];
  const fault = (what: string, cause?: unknown) =>
    new StatusError(500, undefined, `conversion webhook for ${first.apiVersion}, Kind=${first.kind} ${what}`, undefined, { cause });
  const { reviewVersion, clientConfig } = conversion;
  const request = { uid, desiredAPIVersion: apiVersion, objects };
  const review: JsonObject = { kind: KIND, apiVersion: `${GROUP}/${reviewVersion}`, request };
  const answerProblem = (answer: JsonObject) => reviewProblem(answer, KIND, GROUP, reviewVersion);
  let answer: JsonObject;
  try {
    answer = await call({ clientConfig, timeoutSeconds: TIMEOUT_SECONDS, review, answerProblem }, reach);
  } catch (error) {
    throw error instanceof CallProblem ? fault(`failed: ${error.message}`, error) : error;
  }
  const said = convertedBy(answer, uid);
  if (typeof said === 'string') throw fault(`failed: ${said}`);
  if (said.length !== objects.length) throw fault(`returned ${said.length} objects, expected ${objects.length}`);
  return objects.map((object, at) => {
    const problem = convertedProblem(said[at], object, apiVersion);
    if (problem !== undefined) throw fault(`returned ${problem}`);
    const whole = restored(said[at] as JsonObject, object);
    if (typeof whole === 'string') throw fault(`returned invalid metadata: ${whole}`);
    return whole;
  });
}

/** The objects of an answer; else why it has none, as text. */
function convertedBy(answer: JsonObject, uid: string): readonly unknown[] | string {
  const response = objectAt(answer, 'response');
  if (!response) return 'no response provided';
  if (textAt(response, 'uid') !== uid)
    return `expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(textAt(response, 'uid'))}`;
  const result = objectAt(response, 'result');
  const status = textAt(result, 'status');
  if (status === 'Success') return listAt(response, 'convertedObjects');
  return textAt(result, 'message') || `response.result.status was '${status}', not 'Success'`;
}
