/** Who sends a request. */
export interface RequestUser {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  /** For a token that is bound to a pod: `authentication.kubernetes.io/pod-name` and the like. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

export const ANONYMOUS: RequestUser = { name: 'system:anonymous', groups: ['system:unauthenticated'], extra: {} };

export const MASTERS = 'system:masters';

/** The server itself, when it looks after what is stored. */
export const SYSTEM: RequestUser = { name: 'system:apiserver', groups: [MASTERS, 'system:authenticated'], extra: {} };
