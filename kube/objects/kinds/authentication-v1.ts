// Written by scripts/write-kinds.ts: change that.
import type { MetaV1ObjectMeta } from './meta-v1.ts';

export interface AuthenticationV1BoundObjectReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
}

export interface AuthenticationV1SelfSubjectReview {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly status?: AuthenticationV1SelfSubjectReviewStatus;
}

export interface AuthenticationV1SelfSubjectReviewStatus {
  readonly userInfo?: AuthenticationV1UserInfo;
}

export interface AuthenticationV1TokenRequest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: AuthenticationV1TokenRequestSpec;
  readonly status?: AuthenticationV1TokenRequestStatus;
}

export interface AuthenticationV1TokenRequestSpec {
  readonly audiences?: readonly string[];
  readonly boundObjectRef?: AuthenticationV1BoundObjectReference;
  readonly expirationSeconds?: number;
}

export interface AuthenticationV1TokenRequestStatus {
  readonly expirationTimestamp?: string;
  readonly token?: string;
}

export interface AuthenticationV1TokenReview {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: AuthenticationV1TokenReviewSpec;
  readonly status?: AuthenticationV1TokenReviewStatus;
}

export interface AuthenticationV1TokenReviewSpec {
  readonly audiences?: readonly string[];
  readonly token: string;
}

export interface AuthenticationV1TokenReviewStatus {
  readonly audiences?: readonly string[];
  readonly authenticated?: boolean;
  readonly error?: string;
  readonly user?: AuthenticationV1UserInfo;
}

export interface AuthenticationV1UserInfo {
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly username?: string;
}
