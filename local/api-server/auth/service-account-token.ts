import { createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { isJsonObject, objectOrEmpty, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { keyOf, type ObjectStore } from '../store/store.ts';
import type { RequestUser } from './user.ts';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** For whom a token speaks, and for how long. */
interface TokenWish {
  readonly namespace: string;
  readonly serviceAccount: { readonly name: string; readonly uid: string };
  /** The token ends with this pod. */
  readonly pod?: { readonly name: string; readonly uid: string };
  readonly node?: { readonly name: string; readonly uid: string };
  readonly audiences: readonly string[];
  readonly seconds: number;
  readonly id: string;
}

export interface TokenSigner {
  issue(wish: TokenWish): string;
  /** Whose token it is; undefined if it is none of ours, is over, or its account or pod is gone. */
  verify(token: string, audiences: readonly string[]): RequestUser | undefined;
  readonly publicKey: KeyObject;
}

const encoded = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url');

function claimsOf(token: string, publicKey: KeyObject): JsonObject | undefined {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || signature === '') return undefined;
  if (
    !verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
  )
    return undefined;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Json;
  return isJsonObject(claims) ? claims : undefined;
}

const reference = (value: Json | undefined) => {
  const { name, uid } = objectOrEmpty(value);
  return typeof name === 'string' && typeof uid === 'string' ? { name, uid } : undefined;
};

/** Tokens of service accounts: JWTs that are checked against the store at each use, as the API server does. */
export function createTokenSigner(store: ObjectStore, clock: () => number): TokenSigner {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = createPublicKey(privateKey);
  const alive = (collection: string, namespace: string | undefined, { name, uid }: { readonly name: string; readonly uid: string }) =>
    store.collection(collection).get(keyOf(namespace, name))?.metadata.uid === uid;
  return {
    publicKey,
    issue({ namespace, serviceAccount, pod, node, audiences, seconds, id }) {
      const now = Math.floor(clock() / 1_000);
      const claims = encoded({
        aud: audiences,
        exp: now + seconds,
        iat: now,
        iss: ISSUER,
        jti: id,
        nbf: now,
        sub: `system:serviceaccount:${namespace}:${serviceAccount.name}`,
        'kubernetes.io': {
          namespace,
          ...(node ? { node: { ...node } } : {}),
          ...(pod ? { pod: { ...pod } } : {}),
          serviceaccount: { ...serviceAccount },
        },
      });
      const signed = `${encoded({ alg: 'ES256', kid: 'civ8s', typ: 'JWT' })}.${claims}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    },
    verify(token, audiences) {
      const claims = claimsOf(token, publicKey);
      const bound = claims?.['kubernetes.io'];
      if (!claims || !isJsonObject(bound) || claims['iss'] !== ISSUER) return undefined;
      const { exp, nbf, aud, jti } = claims;
      const now = clock() / 1_000;
      if (typeof exp !== 'number' || typeof nbf !== 'number' || now >= exp || now < nbf - 60) return undefined;
      if (!Array.isArray(aud) || !audiences.some((audience) => aud.includes(audience))) return undefined;
      const namespace = textOrEmpty(bound['namespace']);
      const account = reference(bound['serviceaccount']);
      const pod = reference(bound['pod']);
      const node = reference(bound['node']);
      if (!account || !alive('serviceaccounts', namespace, account) || (pod && !alive('pods', namespace, pod))) return undefined;
      const extra = (name: string, value: string | undefined) =>
        value === undefined ? {} : { [`authentication.kubernetes.io/${name}`]: [value] };
      return {
        name: `system:serviceaccount:${namespace}:${account.name}`,
        uid: account.uid,
        groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
        extra: {
          ...extra('credential-id', `JTI=${textOrEmpty(jti)}`),
          ...extra('node-name', node?.name),
          ...extra('node-uid', node?.uid),
          ...extra('pod-name', pod?.name),
          ...extra('pod-uid', pod?.uid),
        },
      };
    },
  };
}
