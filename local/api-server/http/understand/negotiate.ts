import { accepted, type Accepted } from './accept.ts';
import type { Located } from './locate.ts';

/** A request that is understood: who wants what, and in which form. Nothing has been done about it. */
export interface Understood extends Located {
  readonly accept: Accepted;
}

/** Throws a StatusError (406) where no form will do that this server has. */
export const negotiate = (located: Located): Understood => ({ ...located, accept: accepted(located.request.headers.accept, located.path) });
