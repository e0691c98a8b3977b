import type { IncomingHttpHeaders } from 'node:http';
import { unauthorized } from '../contracts/status-error.ts';
import { ISSUER, type TokenSigner } from './service-account-token.ts';
import { ANONYMOUS, type RequestUser } from './user.ts';

/** Bearer tokens that hold as long as the server runs. */
export type StaticTokens = ReadonlyMap<string, RequestUser>;

export function userOfToken(
  token: string,
  tokens: StaticTokens,
  signer: TokenSigner,
  audiences: readonly string[] = [ISSUER],
): RequestUser | undefined {
  const known = tokens.get(token);
  if (known) return known;
  try {
    return signer.verify(token, audiences);
  } catch {
    return undefined; // not even a token
  }
}

/** Throws a StatusError (401) on a token that is not valid; without any, the sender is anonymous. */
export function authenticate(
  { authorization }: IncomingHttpHeaders,
  { tokens, signer }: { readonly tokens: StaticTokens; readonly signer: TokenSigner },
): RequestUser {
  if (authorization === undefined || authorization === '') return ANONYMOUS;
  const [scheme = '', token = ''] = authorization.split(' ');
  const user = scheme.toLowerCase() === 'bearer' ? userOfToken(token, tokens, signer) : undefined;
  if (!user) throw unauthorized();
  return user;
}
