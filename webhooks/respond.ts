import { messageOf } from '../ground/text/message-of.ts';
import { mutateReview, validateReview } from './admission-review.ts';
import { convertReview, type OnConversionFailure } from './conversion-review.ts';
import { CONVERSION_PATH, type NamedWebhooks } from './named.ts';
import { WebhookRefusal } from './refusal.ts';

/** What an API server asks a webhook. */
interface WebhookCall {
  /** Without its query. */
  readonly path: string;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** What is asked at a path; undefined where nothing is. */
export type WebhookResponder = (path: string) => ((call: WebhookCall) => Promise<object>) | undefined;

/** A rule has thrown: what is wrong is in its own code. */
export class RuleFailure extends WebhookRefusal {
  constructor(rule: string, cause: unknown) {
    super(500, `the rule ${rule} has failed: ${messageOf(cause)}`, { cause });
  }
}

/** All that a program answers, by its paths. */
export function createResponder({ validate, mutate, convert }: NamedWebhooks, onFailure: OnConversionFailure): WebhookResponder {
  const byPath = new Map<string, (call: WebhookCall) => Promise<object>>();
  for (const hook of validate) byPath.set(hook.path, ({ body, signal }) => guarded(hook.name, () => validateReview(body, hook, signal)));
  for (const hook of mutate) byPath.set(hook.path, ({ body, signal }) => guarded(hook.name, () => mutateReview(body, hook, signal)));
  if (convert.length > 0) byPath.set(CONVERSION_PATH, async ({ body }) => convertReview(body, convert, onFailure));
  return (path) => byPath.get(path);
}

async function guarded(rule: string, act: () => Promise<object>): Promise<object> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof WebhookRefusal ? error : new RuleFailure(rule, error);
  }
}
