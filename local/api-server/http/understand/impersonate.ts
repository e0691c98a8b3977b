import { badRequest, forbidden } from '../../contracts/status-error.ts';
import { refusal, type Attributes, type Authorizer } from '../../rbac/authorizer.ts';
import type { RequestUser } from '../../auth/user.ts';

/** Headers, each with all its lines: a value may hold a comma. */
type Headers = Readonly<Record<string, readonly string[] | undefined>>;

const AUTHENTICATION = 'authentication.k8s.io';
const EXTRA = 'impersonate-extra-';
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Hardly any request does. */
export const impersonates = (headers: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(headers).some((name) => name.startsWith('impersonate-'));

/** The user whom a request wants to be taken for. Throws a StatusError (403) unless the sender may do so. */
export function impersonated(headers: Headers, user: RequestUser, authorizer: Authorizer): RequestUser {
  const wanted = wantedUser(headers);
  const { name, uid, groups, extra } = wanted;
  if (name === '') {
    if (uid !== undefined || groups.length > 0 || Object.keys(extra).length > 0)
      throw badRequest(`requested ${inGo(wanted)} without impersonating a user name`);
    return user;
  }
  const assertMay = (what: Partial<Attributes> & { readonly resource: string }, one: string) => {
    const attributes: Attributes = { verb: 'impersonate', group: '', subresource: '', namespace: '', name: one, ...what };
    const { allowed, reason } = authorizer.authorize(user, attributes);
    if (!allowed) throw forbidden({ group: attributes.group, plural: attributes.resource }, one, refusal(user, attributes, reason));
  };
  const [, namespace, account] = SERVICE_ACCOUNT.exec(name) ?? [];
  if (namespace !== undefined && account !== undefined) assertMay({ resource: 'serviceaccounts', namespace }, account);
  else assertMay({ resource: 'users' }, name);
  for (const group of groups) assertMay({ resource: 'groups' }, group);
  for (const [key, values] of Object.entries(extra))
    for (const value of values) assertMay({ group: AUTHENTICATION, resource: 'userextras', subresource: key }, value);
  if (uid !== undefined) assertMay({ group: AUTHENTICATION, resource: 'uids' }, uid);
  const own = namespace !== undefined && groups.length === 0 ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] : groups;
  return {
    ...wanted,
    groups: own.includes('system:authenticated') || name === 'system:anonymous' ? own : [...own, 'system:authenticated'],
  };
}

function wantedUser(headers: Headers): RequestUser {
  const uid = headers['impersonate-uid']?.[0];
  const extra = Object.entries(headers).flatMap(([name, values = []]) =>
    name.startsWith(EXTRA) ? [[unescaped(name.slice(EXTRA.length)), values] as const] : [],
  );
  return {
    name: headers['impersonate-user']?.[0] ?? '',
    ...(uid === undefined ? {} : { uid }),
    groups: headers['impersonate-group'] ?? [],
    extra: Object.fromEntries(extra),
  };
}

/** A key is percent-encoded where it holds what a header's name may not; one that is not is taken as it stands. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key).toLowerCase();
  } catch {
    return key;
  }
}

/** As the real server writes it. */
function inGo({ name, uid = '', groups, extra }: RequestUser): string {
  const text = (value: string) => JSON.stringify(value);
  const list = (values: readonly string[]) => `[]string{${values.map(text).join(', ')}}`;
  const entries = Object.entries(extra)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, values]) => `${text(key)}:${list(values)}`);
  return `&user.DefaultInfo{Name:${text(name)}, UID:${text(uid)}, Groups:${groups.length > 0 ? list(groups) : '[]string(nil)'}, Extra:map[string][]string${entries.length > 0 ? `{${entries.join(', ')}}` : '(nil)'}}`;
}
