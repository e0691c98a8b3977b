import type { TurnReasons, ChangeReason, WakeReason } from '../queue/wake-reason.ts';
import type { Authors } from './authors.ts';

/** `configmaps shop/hello` */
export const titleOf = ({ resource, namespace, name }: Pick<ChangeReason, 'resource' | 'namespace' | 'name'>): string =>
  namespace === undefined ? `${resource} ${name}` : `${resource} ${namespace}/${name}`;

const LONGEST_KEY = 200;

/** The reasons of a turn of a key, one per line. */
export function sayReasons(key: string, { first, more }: TurnReasons, authors: Authors): string {
  const [only] = first;
  if (only !== undefined && first.length === 1 && more === 0) return sayReason(key, only, authors);
  const lines = first.map((reason) => sayReason(key, reason, authors));
  if (more > 0) lines.push(`${more} more`);
  return lines.join('\n');
}

const sayReason = (key: string, reason: WakeReason, authors: Authors): string =>
  typeof reason === 'string' ? reason : sayChange(key, reason, authors);

function sayChange(key: string, reason: ChangeReason, authors: Authors): string {
  const author = authors.of(reason)?.key;
  const whose =
    author === undefined ? 'somebody else' : author === key ? 'its own write' : `what was written for ${author.slice(0, LONGEST_KEY)}`;
  return `${titleOf(reason)}: ${reason.what}, by ${whose}`;
}
