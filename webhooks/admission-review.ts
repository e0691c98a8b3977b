import { textOrEmpty, type JsonObject } from '../ground/json/json.ts';
import { listAt, objectAt, textAt } from '../ground/json/read-json.ts';
import type { KubeObject } from '../kube/objects/resource.ts';
import type { FieldProblem, WebhookOperation, WebhookQuestion, WebhookVerdict } from './declared.ts';
import { jsonDifference } from './json-difference.ts';
import type { NamedWebhook } from './named.ts';
import { quoted, readReview } from './read-review.ts';
import { WebhookRefusal } from './refusal.ts';

const VERSION = 'admission.k8s.io/v1';
const INVALID = 422;

/** Answers a review by a validating rule. */
export async function validateReview(body: string, hook: NamedWebhook<WebhookVerdict>, signal: AbortSignal): Promise<JsonObject> {
  const { uid, request } = readReview(body, 'AdmissionReview', VERSION);
  const { question, warnings } = questionOf(request, hook, signal);
  const said = await hook.rule(question);
  const problems = said === undefined ? [] : 'path' in said ? [said] : said;
  return answer(uid, { allowed: problems.length === 0, ...(problems.length > 0 && { status: refused(problems) }) }, warnings);
}

/** Answers a review by a mutating rule: with a JSON patch, where the rule has changed the object. */
export async function mutateReview(body: string, hook: NamedWebhook<KubeObject | undefined>, signal: AbortSignal): Promise<JsonObject> {
  const { uid, request } = readReview(body, 'AdmissionReview', VERSION);
  const { question, warnings } = questionOf(request, hook, signal);
  const before = structuredClone(question.object);
  const after = await hook.rule(question);
  const steps = after === undefined || before === undefined ? [] : jsonDifference(before, after);
  const patch = { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(steps)).toString('base64') };
  return answer(uid, { allowed: true, ...(steps.length > 0 && patch) }, warnings);
}

const answer = (uid: string, said: JsonObject, warnings: readonly string[]): JsonObject => ({
  apiVersion: VERSION,
  kind: 'AdmissionReview',
  response: { uid, ...said, ...(warnings.length > 0 && { warnings }) },
});

const refused = (problems: readonly FieldProblem[]): JsonObject => ({
  code: INVALID,
  reason: 'Invalid',
  message: problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
  details: { causes: problems.map(({ path, message }) => ({ reason: 'FieldValueInvalid', field: path, message })) },
});

const OPERATIONS: ReadonlySet<string> = new Set<WebhookOperation>(['create', 'update', 'delete']);

function questionOf(request: JsonObject, { name, operations }: NamedWebhook<unknown>, signal: AbortSignal) {
  const operation = textAt(request, 'operation').toLowerCase();
  if (!isOperation(operation) || !operations.includes(operation))
    throw new WebhookRefusal(
      400,
      `${name} is not about the operation ${quoted(textAt(request, 'operation'))}, but ${operations.join(', ')}`,
    );
  const [object, old] = [objectAt(request, 'object'), objectAt(request, 'oldObject')];
  if (operation === 'delete' ? old === undefined : object === undefined)
    throw new WebhookRefusal(400, `the review has no ${operation === 'delete' ? 'request.oldObject' : 'request.object'}`);
  const user = objectAt(request, 'userInfo');
  const warnings: string[] = [];
  const question = {
    operation,
    object: object as KubeObject | undefined, // the API server has read it before
    old: old as KubeObject | undefined,
    name: textAt(request, 'name'),
    namespace: textAt(request, 'namespace'),
    user: { name: textAt(user, 'username'), groups: listAt(user, 'groups').map(textOrEmpty) },
    dryRun: request['dryRun'] === true,
    signal,
    warn: (message: string) => void warnings.push(message),
  } satisfies WebhookQuestion<KubeObject>;
  return { question, warnings };
}

const isOperation = (text: string): text is WebhookOperation => OPERATIONS.has(text);
