import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import { isJsonObject } from '../../../../ground/json/json.ts';
import { textAt } from '../../../../ground/json/read-json.ts';
import { jsonProblem } from '../../contracts/json-problem.ts';
import type { NodeHooks } from '../../contracts/node-hooks.ts';
import type { ObjectStore } from '../../store/store.ts';
import { goFailure } from './go-failure.ts';
import { addressOf, NoAddress, type HookAddress } from './hook-address.ts';
import type { Post, PostReply } from './post.ts';
import { serverSaid } from './server-said.ts';

/** What is not JSON is read as YAML, and what is not that either as a text. */
const A_TEXT =
  'json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; ' +
  'Kind string "json:\\"kind,omitempty\\"" }';

/** What it takes to reach a webhook. */
export interface Reach {
  readonly store: ObjectStore;
  readonly post: Post;
  readonly nodes: NodeHooks | undefined;
}

/** Nobody could be asked, or what was said cannot be read: in Go's words. */
export class CallProblem extends Error {
  override readonly name = 'CallProblem';
  /** Nothing was sent: the configuration itself is wrong. */
  readonly isUnsent: boolean;
  constructor(message: string, isUnsent = false, options?: ErrorOptions) {
    super(message, options);
    this.isUnsent = isUnsent;
  }
}

/** A question of a kind, and to whom it goes. */
export interface Question {
  readonly clientConfig: JsonObject;
  readonly timeoutSeconds: number;
  readonly review: JsonObject;
  /** What is wrong with the kind and version of an answer. */
  readonly answerProblem: (answer: JsonObject) => string | undefined;
}

/** The answer to a question. Throws a CallProblem where there is none. */
export async function call(question: Question, reach: Reach): Promise<JsonObject> {
  const answer = parsed(await posted(question, reach));
  const problem = question.answerProblem(answer);
  if (problem !== undefined) throw new CallProblem(problem);
  return answer;
}

async function posted({ clientConfig, timeoutSeconds, review }: Question, { post, store, nodes }: Reach): Promise<PostReply> {
  const authorities = authoritiesOf(clientConfig);
  if (authorities !== undefined && !authorities.includes('-----BEGIN CERTIFICATE-----'))
    throw new CallProblem('could not get REST client: unable to load root certificates: unable to parse bytes as PEM block', true);
  const failed = (url: string, why: string, cause: unknown) => new CallProblem(`Post ${JSON.stringify(url)}: ${why}`, false, { cause });
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

function parsed(reply: PostReply): JsonObject {
  const { code, mediaType, text } = reply;
  if (code < 200 || code > 206) throw new CallProblem(serverSaid(reply));
  if (text === '') throw new CallProblem(`0-length response with status code: ${code} and content type: ${mediaType}`);
  let answer: Json;
  try {
    answer = JSON.parse(text) as Json;
  } catch (cause) {
    const why = /^\s*[[{]/.test(text) ? jsonProblem(text) : A_TEXT;
    throw new CallProblem(`couldn't get version/kind; json parse error: ${why}`, false, { cause });
  }
  return isJsonObject(answer) ? answer : {};
}

/** What is wrong with the kind and version of an answer; where it names none, it has those of the question. */
export function reviewProblem(answer: JsonObject, kind: string, group: string, version: string): string | undefined {
  const [apiVersion, sentKind] = [textAt(answer, 'apiVersion') || `${group}/${version}`, textAt(answer, 'kind') || kind];
  const spoken = apiVersion.startsWith(`${group}/`) ? apiVersion.slice(group.length + 1) : '';
  if (sentKind !== kind || !['v1', 'v1beta1'].includes(spoken))
    return `no kind ${JSON.stringify(sentKind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`;
  return spoken === version ? undefined : `converting (${spoken}.${kind}) to (${version}.${kind}): unknown conversion`;
}
