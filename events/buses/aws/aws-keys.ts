import { readFile } from 'node:fs/promises';
import type { Dispatcher } from 'undici';
import { BusError, type BusContext } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { createRenewed, type Passing, type Renewed } from '../renewed.ts';
import { awsErrorOf } from './aws-error.ts';
import { endpointOf, post, usualHost } from './aws-service.ts';
import type { AwsKeys } from './sign.ts';
import { textIn } from './xml.ts';

const PATIENCE_MS = 10_000;

/**
 * The keys of AWS, as the environment has them: in itself, those of a role for the token of a ServiceAccount (IRSA), or from the agent
 * of EKS Pod Identity. Token files are read anew each time, for the kubelet replaces them.
 */
export function awsKeysOf(context: BusContext, region: string, dispatcher: Dispatcher): Renewed<AwsKeys> {
  const { env, url } = context;
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = env;
  if (isGiven(id) && isGiven(secret)) {
    const keys = { id, secret, ...(isGiven(token) ? { token } : {}) };
    return createRenewed(() => Promise.resolve({ value: keys }));
  }
  const { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: role, AWS_ROLE_SESSION_NAME: session = 'civ8s' } = env;
  if (isGiven(tokenFile) && isGiven(role)) {
    const server = endpointOf(context, 'sts', usualHost('sts', region));
    return createRenewed(() => keysOfRole(dispatcher, server, { tokenFile, role, session }));
  }
  const { AWS_CONTAINER_CREDENTIALS_FULL_URI: agent } = env;
  if (isGiven(agent)) return createRenewed(() => keysOfAgent(dispatcher, agent, env));
  throw new BusError(
    `${titleOf(url)} needs keys of AWS: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the ServiceAccount a role (IRSA, Pod Identity)`,
  );
}

const isGiven = (value: string | undefined): value is string => value !== undefined && value !== '';

interface Role {
  readonly tokenFile: string;
  readonly role: string;
  readonly session: string;
}

async function keysOfRole(dispatcher: Dispatcher, url: URL, { tokenFile, role, session }: Role): Promise<Passing<AwsKeys>> {
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: session,
    WebIdentityToken: (await readFile(tokenFile, 'utf8')).trim(),
  }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { status, text } = await post(dispatcher, { url, headers, body }, AbortSignal.timeout(PATIENCE_MS));
  if (status !== 200) throw awsErrorOf(status, text);
  const [id, secret, token, ends] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'].map((name) => textIn(text, name));
  return passing({ id, secret, token, ends }, url.origin);
}

async function keysOfAgent(dispatcher: Dispatcher, agent: string, env: BusContext['env']): Promise<Passing<AwsKeys>> {
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file, AWS_CONTAINER_AUTHORIZATION_TOKEN: own } = env;
  const authorization = isGiven(file) ? (await readFile(file, 'utf8')).trim() : own;
  const { origin, pathname, search } = new URL(agent);
  const { statusCode, body } = await dispatcher.request({
    origin,
    path: `${pathname}${search}`,
    method: 'GET',
    headers: isGiven(authorization) ? { authorization } : {},
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`no keys from ${origin}: HTTP ${statusCode}`);
  const { AccessKeyId: id, SecretAccessKey: secret, Token: token, Expiration: ends } = JSON.parse(text) as Readonly<Record<string, string>>;
  return passing({ id, secret, token, ends }, origin);
}

function passing(
  { id, secret, token, ends = '' }: Readonly<Record<'id' | 'secret' | 'token' | 'ends', string | undefined>>,
  server: string,
): Passing<AwsKeys> {
  const endsAtMs = Date.parse(ends);
  if (!isGiven(id) || !isGiven(secret) || Number.isNaN(endsAtMs)) throw new Error(`no keys from ${server}: its answer holds none`);
  return { value: { id, secret, token }, endsAtMs };
}
