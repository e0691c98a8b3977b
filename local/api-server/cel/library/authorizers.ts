import type { RequestUser } from '../../auth/user.ts';
import type { Attributes, Authorizer, Verdict } from '../../rbac/authorizer.ts';
import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { extent } from '../values/operators.ts';
import { Opaque } from '../values/value.ts';

const TYPES = 'kubernetes.authorization';
const CHECK_COST = 350_000;

abstract class Authorization extends Opaque {
  equals(other: Opaque): boolean {
    return other === this;
  }
}

/** `authorizer`: what somebody may do. */
export class AuthorizerValue extends Authorization {
  readonly type = `${TYPES}.Authorizer`;
  readonly authorizer: Authorizer;
  readonly user: RequestUser;
  constructor(authorizer: Authorizer, user: RequestUser) {
    super();
    this.authorizer = authorizer;
    this.user = user;
  }
}

class PathCheck extends Authorization {
  readonly type = `${TYPES}.PathCheck`;
  readonly of: AuthorizerValue;
  readonly path: string;
  constructor(of: AuthorizerValue, path: string) {
    super();
    this.of = of;
    this.path = path;
  }
}

class GroupCheck extends Authorization {
  readonly type = `${TYPES}.GroupCheck`;
  readonly of: AuthorizerValue;
  readonly group: string;
  constructor(of: AuthorizerValue, group: string) {
    super();
    this.of = of;
    this.group = group;
  }
}

/** `authorizer.requestResource`, and what is built up to a check. */
export class ResourceCheck extends Authorization {
  readonly type = `${TYPES}.ResourceCheck`;
  readonly of: AuthorizerValue;
  readonly wanted: Omit<Attributes, 'verb'>;
  constructor(of: AuthorizerValue, wanted: Omit<Attributes, 'verb'>) {
    super();
    this.of = of;
    this.wanted = wanted;
  }
}

class Decision extends Authorization {
  readonly type = `${TYPES}.Decision`;
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super();
    this.verdict = verdict;
  }
}

const NOTHING = { group: '', resource: '', subresource: '', namespace: '', name: '' };

function pathCheck(of: AuthorizerValue, text: string): PathCheck {
  if (text.trim() === '') throw new CelError('path must not be empty');
  return new PathCheck(of, text);
}

function resource({ of, group }: GroupCheck, text: string): ResourceCheck {
  if (text.trim() === '') throw new CelError('resource must not be empty');
  return new ResourceCheck(of, { ...NOTHING, group, resource: text });
}

const DNS = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

function serviceAccount({ authorizer }: AuthorizerValue, namespace: string, name: string): AuthorizerValue {
  if (!name.split('.').every((part) => DNS.test(part))) throw new CelError('Invalid service account name');
  if (!DNS.test(namespace)) throw new CelError('Invalid service account namespace');
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return new AuthorizerValue(authorizer, { name: `system:serviceaccount:${namespace}:${name}`, groups, extra: {} });
}

const narrowed = (part: 'name' | 'namespace' | 'subresource') => (check: ResourceCheck, text: string) =>
  new ResourceCheck(check.of, { ...check.wanted, [part]: text });
/** Selectors narrow what a webhook may allow: role-based access control looks at none. */
const selected = (check: ResourceCheck) => new ResourceCheck(check.of, check.wanted);
const selectorCost = (_: ResourceCheck, selector: string) => Math.ceil(10 + 0.1 * extent(selector) + 25 * extent(selector));
const nominal = () => 1;
const check = () => CHECK_COST;
const R = `${TYPES}.ResourceCheck`;

export const authorizers: Library = [
  [`${TYPES}.Authorizer.path(string) -> ${TYPES}.PathCheck`, pathCheck, nominal],
  [`${TYPES}.Authorizer.group(string) -> ${TYPES}.GroupCheck`, (of: AuthorizerValue, group: string) => new GroupCheck(of, group), nominal],
  [`${TYPES}.Authorizer.serviceAccount(string, string) -> ${TYPES}.Authorizer`, serviceAccount, nominal],
  [`${TYPES}.GroupCheck.resource(string) -> ${R}`, resource, nominal],
  [`${R}.subresource(string) -> ${R}`, narrowed('subresource'), nominal],
  [`${R}.namespace(string) -> ${R}`, narrowed('namespace'), nominal],
  [`${R}.name(string) -> ${R}`, narrowed('name'), nominal],
  [`${R}.fieldSelector(string) -> ${R}`, selected, selectorCost],
  [`${R}.labelSelector(string) -> ${R}`, selected, selectorCost],
  [
    `${TYPES}.PathCheck.check(string) -> ${TYPES}.Decision`,
    ({ of, path: requested }: PathCheck, verb: string) =>
      new Decision(of.authorizer.authorize(of.user, { ...NOTHING, verb, path: requested })),
    check,
  ],
  [
    `${R}.check(string) -> ${TYPES}.Decision`,
    ({ of, wanted }: ResourceCheck, verb: string) => new Decision(of.authorizer.authorize(of.user, { ...wanted, verb })),
    check,
  ],
  [`${TYPES}.Decision.allowed() -> bool`, ({ verdict }: Decision) => verdict.allowed],
  [`${TYPES}.Decision.reason() -> string`, ({ verdict }: Decision) => verdict.reason],
  [`${TYPES}.Decision.errored() -> bool`, () => false],
  [`${TYPES}.Decision.error() -> string`, () => ''],
];
