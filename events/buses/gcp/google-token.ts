import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Dispatcher } from 'undici';
import { messageOf } from '../../../ground/text/message-of.ts';
import { BusError, type BusContext } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { recordIn } from '../record-in.ts';
import { createRenewed, type Passing, type Renewed } from '../renewed.ts';

const AUDIENCE = 'https://pubsub.googleapis.com/';
const SCOPE = 'https://www.googleapis.com/auth/pubsub';
const HOUR_S = 3_600;
const PATIENCE_MS = 10_000;

type Fields = Readonly<Record<string, unknown>>;

/**
 * What stands behind `Bearer`, found as Google's own libraries do: by the file that GOOGLE_APPLICATION_CREDENTIALS names, a key of a
 * service account or a federated workload identity; without one from the metadata server of the node, which GKE has.
 */
export function googleTokenOf({ url, env }: BusContext, dispatcher: Dispatcher): Renewed<string> {
  const path = env['GOOGLE_APPLICATION_CREDENTIALS'] ?? '';
  if (path === '') {
    const host = env['GCE_METADATA_HOST'] ?? '';
    return createRenewed(() => tokenOfNode(dispatcher, `http://${host === '' ? 'metadata.google.internal' : host}`));
  }
  const named = `${titleOf(url)}: GOOGLE_APPLICATION_CREDENTIALS=${path}`;
  const fields = recordIn(textOf(path, named));
  switch (fields?.['type']) {
    case 'service_account':
      return createRenewed(async () => tokenOfKey(fields, Date.now()));
    case 'external_account':
      return createRenewed(() => tokenOfIdentity(dispatcher, fields));
    default:
      throw new BusError(`${named} holds no credentials that are known here: give the key of a service account, or an external_account`);
  }
}

function textOf(path: string, named: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new BusError(`${named} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Signed by ourselves: Google's services take it as it is. */
function tokenOfKey({ client_email: account, private_key_id: kid, private_key: key }: Fields, nowMs: number): Passing<string> {
  const iat = Math.floor(nowMs / 1_000);
  const payload = { iss: account, sub: account, aud: AUDIENCE, iat, exp: iat + HOUR_S };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part(payload)}`;
  const signature = createSign('RSA-SHA256').update(head).sign(String(key), 'base64url');
  return { value: `${head}.${signature}`, endsAtMs: (iat + HOUR_S) * 1_000 };
}

async function tokenOfNode(dispatcher: Dispatcher, origin: string): Promise<Passing<string>> {
  const path = '/computeMetadata/v1/instance/service-accounts/default/token';
  return tokenIn(await ask(dispatcher, `${origin}${path}`, { method: 'GET', headers: { 'metadata-flavor': 'Google' } }));
}

/** Exchanges the token of another place, such as a ServiceAccount's in any cluster, and where it is so set up, acts as an account. */
async function tokenOfIdentity(dispatcher: Dispatcher, fields: Fields): Promise<Passing<string>> {
  const { credential_source: source, service_account_impersonation_url: account } = fields;
  const subject = (await readFile(String((source as Fields | undefined)?.['file']), 'utf8')).trim();
  const exchange = {
    grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
    requestedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
    audience: fields['audience'],
    scope: account === undefined ? SCOPE : 'https://www.googleapis.com/auth/cloud-platform',
    subjectTokenType: fields['subject_token_type'],
    subjectToken: subject,
  };
  const token = tokenIn(await post(dispatcher, String(fields['token_url']), exchange));
  if (typeof account !== 'string') return token;
  const { accessToken, expireTime } = await post(dispatcher, account, { scope: [SCOPE] }, { authorization: `Bearer ${token.value}` });
  return { value: String(accessToken), endsAtMs: Date.parse(String(expireTime)) };
}

const tokenIn = ({ access_token: value, expires_in: seconds }: Fields): Passing<string> => ({
  value: String(value),
  endsAtMs: Date.now() + Number(seconds) * 1_000,
});

const post = (dispatcher: Dispatcher, url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Fields> =>
  ask(dispatcher, url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function ask(
  dispatcher: Dispatcher,
  url: string,
  request: Pick<Dispatcher.RequestOptions, 'method' | 'headers' | 'body'>,
): Promise<Fields> {
  const { origin, pathname, search } = new URL(url);
  const { statusCode, body } = await dispatcher.request({
    ...request,
    origin,
    path: `${pathname}${search}`,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const answer = recordIn(await body.text());
  if (statusCode !== 200 || answer === undefined) throw new Error(`no token from ${origin}: HTTP ${statusCode}`);
  return answer;
}
