import { createHash, randomBytes } from 'node:crypto';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { secrets, type Secret } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { NamespacedName } from '../../../kube/objects/resource.ts';
import type { DigestKey } from '../decide/entry.ts';

/** What digests of Secrets are made with, so that nobody who reads a record can try out values. Kept in a Secret of ours. */
export const DIGEST_KEY_SECRET = 'civ8s-config-reload';
const FIELD = 'digest-key';
const BYTES = 32;

/** Reads the key, or makes one, when it is first asked for. With `keep: false` what is made lives in memory alone. */
export function createDigestKey(namespace: string, { keep }: { readonly keep: boolean }): (client: Client) => Promise<DigestKey> {
  const name = { namespace, name: DIGEST_KEY_SECRET };
  let known: DigestKey | undefined;
  return async (client) => {
    known ??= named(
      keep ? ((await read(client, name)) ?? (await make(client, name))) : ((await readIfGranted(client, name)) ?? randomBytes(BYTES)),
    );
    return known;
  };
}

/** Undefined where there is none, or where it may not be read. */
export async function readDigestKey(client: Client, namespace: string): Promise<DigestKey | undefined> {
  const bytes = await readIfGranted(client, { namespace, name: DIGEST_KEY_SECRET });
  return bytes === undefined ? undefined : named(bytes);
}

async function read(client: Client, name: NamespacedName): Promise<Buffer | undefined> {
  try {
    return bytesOf(await client.get(secrets, name));
  } catch (error) {
    if (ApiError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

async function readIfGranted(client: Client, name: NamespacedName): Promise<Buffer | undefined> {
  try {
    return await read(client, name);
  } catch (error) {
    if (ApiError.is(error, 'forbidden')) return undefined;
    throw error;
  }
}

/** Whoever comes second takes the key of the first. */
async function make(client: Client, { namespace, name }: NamespacedName): Promise<Buffer> {
  const secret: Secret = { metadata: { namespace, name }, data: { [FIELD]: randomBytes(BYTES).toString('base64') } };
  try {
    return bytesOf(await client.create(secrets, secret));
  } catch (error) {
    if (!ApiError.is(error, 'already-exists')) throw error;
    return bytesOf(await client.get(secrets, { namespace, name }));
  }
}

function bytesOf({ data, metadata }: Secret): Buffer {
  const bytes = Buffer.from(data?.[FIELD] ?? '', 'base64');
  if (bytes.length < 16)
    throw new ApiError(
      'malformed',
      `the Secret ${metadata?.namespace}/${metadata?.name} has no ${FIELD}: delete it, and a new one is made`,
    );
  return bytes;
}

const named = (bytes: Buffer): DigestKey => ({
  bytes,
  id: createHash('sha256').update('id').update(bytes).digest('base64url').slice(0, 6),
});
