import { isJsonObject, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, textAt } from '../../../../ground/json/read-json.ts';
import type { NodeHooks } from '../../contracts/node-hooks.ts';
import { jsonProblem } from '../../contracts/json-problem.ts';
import { CallFailed } from './call-failed.ts';
import { addressOf, NoAddress, type HookAddress } from './hook-address.ts';
import { goFailure } from './go-failure.ts';
import type { HookCall, HookSurroundings } from './meant.ts';
import type { Post, PostReply } from './post.ts';
import { answerProblem, refusalOf, responseOf, reviewOf, warningsOf } from './review.ts';
import { serverSaid } from './server-said.ts';

/** What is not JSON is read as YAML, and what is not that either as a text. */
const A_TEXT =
  'json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; ' +
  'Kind string "json:\\"kind,omitempty\\"" }';

/** All that asking a webhook takes. */
export interface Asking extends HookSurroundings {
  readonly post: Post;
  readonly newUid: () => string;
  readonly nodes: NodeHooks | undefined;
}

/** The response of a webhook that allows. Throws a StatusError where it refuses, and CallFailed where it could not be asked. */
export async function ask(call: HookCall, mutates: boolean, asking: Asking): Promise<JsonObject> {
  const { hook, attempt } = call;
  const uid = asking.newUid();
  const answer = parsed(call, await posted(call, reviewOf(call, uid), asking));
  const response = responseOf(answer, uid, mutates);
  if (typeof response === 'string') throw new CallFailed(hook, `received invalid webhook response: ${response}`);
  for (const warning of warningsOf(response)) attempt.warn(warning);
  if (response['allowed'] !== true) throw refusalOf(hook.name, objectAt(response, 'status'));
  return response;
}

async function posted({ hook }: HookCall, review: JsonObject, { post, store, nodes }: Asking): Promise<PostReply> {
  const { clientConfig, timeoutSeconds } = hook;
  const authorities = authoritiesOf(clientConfig);
  if (authorities !== undefined && !authorities.includes('-----BEGIN CERTIFICATE-----'))
    throw new CallFailed(hook, 'could not get REST client: unable to load root certificates: unable to parse bytes as PEM block');
  const failed = (url: string, why: string, cause: unknown) =>
    new CallFailed(hook, `failed to call webhook: Post ${JSON.stringify(url)}: ${why}`, { cause });
  let address: HookAddress;
  try {
    address = addressOf(clientConfig, timeoutSeconds, store, nodes);
  } catch (error) {
    throw error instanceof NoAddress ? failed(error.url, error.message, error) : error;
  }
  try {
    return await post({ address, authorities, body: JSON.stringify(review), timeoutMs: timeoutSeconds * 1_000 });
  } catch (error) {
    throw failed(address.url, goFailure(error, address.dial), error);
  }
}

function authoritiesOf(config: JsonObject): string | undefined {
  const bundle = textAt(config, 'caBundle');
  return bundle === '' ? undefined : Buffer.from(bundle, 'base64').toString('utf8');
}

function parsed({ hook }: HookCall, reply: PostReply): JsonObject {
  const { code, mediaType, text } = reply;
  const failed = (why: string, options?: ErrorOptions) => new CallFailed(hook, `failed to call webhook: ${why}`, options);
  if (code < 200 || code > 206) throw failed(serverSaid(reply));
  if (text === '') throw failed(`0-length response with status code: ${code} and content type: ${mediaType}`);
  let answer: Json;
  try {
    answer = JSON.parse(text) as Json;
  } catch (cause) {
    throw failed(`couldn't get version/kind; json parse error: ${/^\s*[[{]/.test(text) ? jsonProblem(text) : A_TEXT}`, { cause });
  }
  const object = isJsonObject(answer) ? answer : {};
  const problem = answerProblem(object, hook.reviewVersion);
  if (problem !== undefined) throw failed(problem);
  return object;
}
