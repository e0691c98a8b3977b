// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { MetaV1ObjectMeta } from './meta-v1.ts';

export interface CertificatesV1CertificateSigningRequest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: CertificatesV1CertificateSigningRequestSpec;
  readonly status?: CertificatesV1CertificateSigningRequestStatus;
}

export interface CertificatesV1CertificateSigningRequestCondition {
  readonly lastTransitionTime?: string;
  readonly lastUpdateTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface CertificatesV1CertificateSigningRequestSpec {
  readonly expirationSeconds?: number;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly groups?: readonly string[];
  readonly request: string;
  readonly signerName: string;
  readonly uid?: string;
  readonly usages?: readonly string[];
  readonly username?: string;
}

export interface CertificatesV1CertificateSigningRequestStatus {
  readonly certificate?: string;
  readonly conditions?: KeyedList<CertificatesV1CertificateSigningRequestCondition, 'type'>;
}
