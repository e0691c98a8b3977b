import { userOfToken } from '../auth/authenticate.ts';
import { ISSUER } from '../auth/service-account-token.ts';
import type { RequestUser } from '../auth/user.ts';
import { isJsonObject, objectOrEmpty, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { badRequest, invalid } from '../contracts/status-error.ts';
import type { Attributes, Rule } from '../rbac/authorizer.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { ApiRequest, ServerParts } from './request.ts';

const textsAt = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

function userInfo({ name, uid, groups, extra }: RequestUser): JsonObject {
  return { username: name, ...(uid === undefined ? {} : { uid }), groups, ...(Object.keys(extra).length === 0 ? {} : { extra }) };
}

function attributesOf(spec: JsonObject): Attributes {
  const resource = objectOrEmpty(spec['resourceAttributes']);
  const other = spec['nonResourceAttributes'];
  const at = (field: string) => textOrEmpty(resource[field]);
  const wanted = {
    verb: at('verb'),
    group: at('group'),
    resource: at('resource'),
    subresource: at('subresource'),
    namespace: at('namespace'),
    name: at('name'),
  };
  return isJsonObject(other) ? { ...wanted, verb: textOrEmpty(other['verb']), path: textOrEmpty(other['path']) } : wanted;
}

function accessReview({ access: { authorizer } }: ServerParts, review: StoredObject, user: RequestUser): StoredObject {
  const spec = objectOrEmpty(review['spec']);
  if (isJsonObject(spec['resourceAttributes']) === isJsonObject(spec['nonResourceAttributes'])) {
    const cause = {
      reason: 'FieldValueInvalid',
      message: 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
      field: 'spec.resourceAttributes',
    };
    throw invalid({ group: 'authorization.k8s.io', kind: '' }, '', [cause]);
  }
  const { allowed, reason } = authorizer.authorize(user, attributesOf(spec));
  return { ...review, status: { allowed, ...(reason === '' ? {} : { reason }) } };
}

function subjectOf(review: StoredObject): RequestUser {
  const spec = objectOrEmpty(review['spec']);
  const extra = Object.fromEntries(Object.entries(objectOrEmpty(spec['extra'])).map(([key, values]) => [key, textsAt(values)]));
  return { name: textOrEmpty(spec['user']), uid: textOrEmpty(spec['uid']), groups: textsAt(spec['groups']), extra };
}

const compact = (rule: Rule, fields: readonly (keyof Rule)[]): JsonObject =>
  Object.fromEntries(fields.flatMap((field) => (rule[field].length === 0 && field !== 'verbs' ? [] : [[field, rule[field]]])));

function rulesReview({ access: { authorizer } }: ServerParts, review: StoredObject, user: RequestUser): StoredObject {
  const namespace = textOrEmpty(objectOrEmpty(review['spec'])['namespace']);
  if (namespace === '') throw badRequest('no namespace on request');
  const rules = authorizer.rulesFor(user, namespace);
  return {
    ...review,
    metadata: {},
    spec: {},
    status: {
      resourceRules: rules
        .filter(({ resources }) => resources.length > 0)
        .map((rule) => compact(rule, ['verbs', 'apiGroups', 'resources', 'resourceNames'])),
      nonResourceRules: rules
        .filter(({ nonResourceURLs }) => nonResourceURLs.length > 0)
        .map((rule) => compact(rule, ['verbs', 'nonResourceURLs'])),
      incomplete: false,
    },
  };
}

function tokenReview({ access: { tokens, signer } }: ServerParts, review: StoredObject): StoredObject {
  const spec = objectOrEmpty(review['spec']);
  const requested = textsAt(spec['audiences']);
  const audiences = requested.length === 0 ? [ISSUER] : requested;
  const user = userOfToken(textOrEmpty(spec['token']), tokens, signer, audiences);
  return {
    ...review,
    status: user ? { authenticated: true, user: userInfo(user), audiences } : { user: {}, error: 'invalid bearer token' },
  };
}

/** Answers a question. */
export type Review = (cluster: ServerParts, request: ApiRequest, review: StoredObject) => StoredObject;

/** Kinds that are questions: they are answered, and never stored. By `groupResourceOf`. */
export const REVIEWS: Readonly<Record<string, Review>> = {
  'selfsubjectaccessreviews.authorization.k8s.io': (cluster, { user }, review) => accessReview(cluster, review, user),
  'subjectaccessreviews.authorization.k8s.io': (cluster, _request, review) => accessReview(cluster, review, subjectOf(review)),
  'localsubjectaccessreviews.authorization.k8s.io': (cluster, { namespace }, review) => {
    const requested = textOrEmpty(objectOrEmpty(objectOrEmpty(review['spec'])['resourceAttributes'])['namespace']);
    if (requested !== namespace)
      throw invalid({ group: 'authorization.k8s.io', kind: 'LocalSubjectAccessReview' }, '', [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${JSON.stringify(requested)}: must match metadata.namespace`,
          field: 'spec.resourceAttributes.namespace',
        },
      ]);
    return accessReview(cluster, review, subjectOf(review));
  },
  'selfsubjectrulesreviews.authorization.k8s.io': (cluster, { user }, review) => rulesReview(cluster, review, user),
  'selfsubjectreviews.authentication.k8s.io': ({ clock }, { user }, review) => ({
    ...review,
    metadata: { creationTimestamp: timestamp(clock()) },
    status: { userInfo: userInfo(user) },
  }),
  'tokenreviews.authentication.k8s.io': (cluster, _request, review) => tokenReview(cluster, review),
};
