import { forbidden } from '../contracts/status-error.ts';
import { refusal } from '../rbac/authorizer.ts';
import type { ApiRequest, ServerParts } from './request.ts';

/** Who creates by an apply, or by an update, needs the right to create as well. Throws a StatusError (403). */
export function assertMayCreate({ access: { authorizer } }: ServerParts, request: ApiRequest, name: string): void {
  const { verb, served, namespace = '', user } = request;
  if (verb === 'create') return; // that was the question before
  const { group, plural } = served.resource;
  const wanted = { verb: 'create', group, resource: plural, subresource: '', namespace, name };
  const { allowed, reason } = authorizer.authorize(user, wanted);
  if (!allowed) throw forbidden(served.resource, name, refusal(user, wanted, reason));
}
