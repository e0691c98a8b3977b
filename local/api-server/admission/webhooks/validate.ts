import { internalError } from '../../contracts/status-error.ts';
import type { Attempt } from '../policies/attempt.ts';
import { ask, type Asking } from './ask.ts';
import { CallFailed } from './call-failed.ts';
import type { Hook } from './hook.ts';
import { callOf, type HookCall } from './meant.ts';

/** What a webhook's refusal or failure means for the attempt: nothing, where a failure is let pass. */
export function failureOf(error: unknown, { failsClosed }: Hook): Error | undefined {
  if (!(error instanceof CallFailed)) return error instanceof Error ? error : new Error(String(error));
  return failsClosed ? internalError(error.message, { cause: error }) : undefined;
}

/** Asks all webhooks that mean an attempt, at once. Throws what the first of those says that are against it. */
export async function validate(hooks: readonly Hook[], attempt: Attempt, asking: Asking): Promise<void> {
  const calls = hooks.map((hook) => callOf(hook, attempt, asking)).filter((call): call is HookCall => call !== undefined);
  const against: Error[] = [];
  await Promise.all(
    calls.map(async (call) => {
      try {
        await ask(call, false, asking);
      } catch (error) {
        const failure = failureOf(error, call.hook);
        if (failure !== undefined) against.push(failure);
      }
    }),
  );
  const [first] = against;
  if (first) throw first;
}
