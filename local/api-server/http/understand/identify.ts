import { authenticate } from '../../auth/authenticate.ts';
import { impersonated, impersonates } from './impersonate.ts';
import type { RequestUser } from '../../auth/user.ts';
import type { ServerAccess } from '../../verbs/request.ts';
import type { Arrival } from './arrival.ts';

/** A request of which it is known who sent it. */
export interface Identified extends Arrival {
  readonly user: RequestUser;
}

/** Throws a StatusError on a token that is not valid (401), or where the sender may not act as someone else (403). */
export function identify(access: ServerAccess, arrival: Arrival): Identified {
  const { request } = arrival;
  const user = authenticate(request.headers, access);
  return { ...arrival, user: impersonates(request.headers) ? impersonated(request.headersDistinct, user, access.authorizer) : user };
}
