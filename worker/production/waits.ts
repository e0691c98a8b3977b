import type { DirectionInput } from '../../model/directions.ts';
import { SIGN_VALUE_LIMIT } from '../../model/keys.ts';

/** `2 stone from stoneworker` */
export const waitFor = ({ amount, product, store }: DirectionInput): string => `${amount} ${product} from ${shopOf(store)}`;

/** The shop in a store's address: its first label. The namespace is left to the logs. */
export const shopOf = (store: string): string => {
  const { hostname, host } = new URL(store);
  return /^[a-z]/i.test(hostname) ? (hostname.split('.')[0] ?? hostname) : host;
};

/** All that a shop waits for, as far as it fits on a sign; empty when it waits for nothing. */
export function waitsText(lacks: readonly DirectionInput[], limit: number = SIGN_VALUE_LIMIT): string {
  const waits = [...new Set(lacks.map(waitFor))];
  for (let count = waits.length; count > 0; count -= 1) {
    const rest = waits.length - count;
    const text = `${waits.slice(0, count).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
    if (text.length <= limit) return text;
  }
  return waits.length > 0 ? `${waits.length} ${waits.length === 1 ? 'good' : 'goods'}` : '';
}
