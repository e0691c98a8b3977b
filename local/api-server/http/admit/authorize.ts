import { forbidden, StatusError } from '../../contracts/status-error.ts';
import { refusal, type Authorizer } from '../../rbac/authorizer.ts';
import type { Understood } from '../understand/negotiate.ts';

/** Throws a StatusError (403) where the sender may not do what the request asks for. */
export function authorize(authorizer: Authorizer, { user, target, wanted }: Understood): void {
  const verdict = authorizer.authorize(user, wanted);
  if (verdict.allowed) return;
  const sentence = refusal(user, wanted, verdict.reason);
  if (target.kind === 'path' || target.plural === '')
    throw new StatusError(403, 'Forbidden', `forbidden: ${sentence}`, wanted.name === '' ? {} : { name: wanted.name });
  throw forbidden(target, wanted.name, sentence);
}
