import type { IncomingHttpHeaders } from 'node:http';
import { badRequest, forbidden } from '../contracts/status-error.ts';
import { refusal, type Attributes, type Authorizer } from '../rbac/authorizer.ts';
import type { User } from './user.ts';

const listed = (value: string | readonly string[] | undefined): readonly string[] => (value === undefined ? [] : typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value);

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

function assertMay(user: User, authorizer: Authorizer, resource: string, name: string, namespace: string): void {
  const wanted: Attributes = { verb: 'impersonate', group: '', resource, subresource: '', namespace, name };
  const { allowed, reason } = authorizer.authorize(user, wanted);
  if (!allowed) throw forbidden({ group: '', plural: resource }, name, refusal(user, wanted, reason));
}

/** The user whom a request wants to be taken for. Throws a StatusError (403) unless the sender may do so. */
export function impersonated(headers: IncomingHttpHeaders, user: User, authorizer: Authorizer): User {
  const name = headers['impersonate-user'];
  const groups = listed(headers['impersonate-group']);
  if (typeof name !== 'string' || name === '') {
    if (groups.length > 0) throw badRequest(`requested groups ${groups.join(', ')} without impersonating a user`);
    return user;
  }
  const [, namespace, account] = SERVICE_ACCOUNT.exec(name) ?? [];
  if (namespace !== undefined && account !== undefined) assertMay(user, authorizer, 'serviceaccounts', account, namespace);
  else assertMay(user, authorizer, 'users', name, '');
  for (const group of groups) assertMay(user, authorizer, 'groups', group, '');
  const own = namespace !== undefined && groups.length === 0 ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] : groups;
  return { name, groups: own.includes('system:authenticated') || name === 'system:anonymous' ? own : [...own, 'system:authenticated'], extra: {} };
}
