import type { NamespaceRules } from '../admission/namespace-rules.ts';
import type { Policies } from '../admission/policies/policies.ts';
import type { CalledWebhooks } from '../admission/webhooks/webhooks.ts';
import type { StaticTokens } from '../auth/authenticate.ts';
import type { TokenSigner } from '../auth/service-account-token.ts';
import type { RequestUser } from '../auth/user.ts';
import type { RequestConversions } from '../conversion/request-conversions.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { NodeHooks } from '../contracts/node-hooks.ts';
import { groupResourceOf, type Verb } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { collectionOf, type Conversions, type Registry } from '../registry.ts';
import type { StoredCollection } from '../store/collection.ts';
import type { Authorizer } from '../rbac/authorizer.ts';
import type { LazyRules } from '../rules/custom-rules.ts';
import { keyOf, type ObjectStore } from '../store/store.ts';

/** Who is who, and who may what. */
export interface ServerAccess {
  readonly authorizer: Authorizer;
  readonly tokens: StaticTokens;
  readonly signer: TokenSigner;
}

/** All that a verb may use of the server. */
export interface ServerParts {
  readonly store: ObjectStore;
  readonly registry: Registry;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newUid: () => string;
  readonly access: ServerAccess;
  /** Whether pods are given an account and its token: where namespaces have accounts. */
  readonly givesAccounts: boolean;
  /** Absent where nothing runs pods: then there are no logs. */
  readonly nodes?: NodeHooks;
  readonly conversions: Conversions;
  /** Present while a request is about a kind whose versions a webhook converts: then the same. */
  readonly conversion?: RequestConversions;
  readonly policies: Policies;
  readonly webhooks: CalledWebhooks;
  readonly rules: LazyRules;
  readonly namespaceRules: NamespaceRules;
  /** The object in the version in which its collection keeps it. */
  readonly toStorage: (object: StoredObject) => StoredObject;
  /** Five letters for a generated name. */
  readonly newSuffix: () => string;
}

export interface Body {
  readonly bytes: Buffer;
  /** Without parameters, in lower case. */
  readonly mediaType: string;
}

/** One request for a resource, after who may do it is settled. */
export interface ApiRequest {
  readonly verb: Verb;
  readonly served: ServedResource;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  readonly query: URLSearchParams;
  readonly userAgent: string;
  readonly user: RequestUser;
  readonly body: Body;
  /** Adds a Warning header to the answer. */
  readonly warn: (message: string) => void;
}

/** A request that names an object. */
export type NamedRequest = ApiRequest & { readonly name: string };

export interface VerbReply {
  readonly code: number;
  /** In the version that was asked for. */
  readonly object: StoredObject;
}

export const collectionFor = ({ store }: ServerParts, { served }: ApiRequest): StoredCollection =>
  store.collection(collectionOf(served.resource));

export const keyFor = ({ namespace, name }: NamedRequest): string => keyOf(namespace, name);

export const pathOf = ({ served }: ApiRequest): string => groupResourceOf(served.resource);
