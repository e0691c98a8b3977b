import type { Parts } from '../runtime/definition.ts';
import type { KeyFormat } from '../runtime/keyed.ts';

/** What is reconciled: all shops together, to decide; or one, to do what was decided. */
export type DemandKey = { readonly of: 'all' } | { readonly of: 'shop'; readonly shop: string };

/** No name of a namespace is empty, so that no shop is taken for all of them. */
export const demandKeys: KeyFormat<DemandKey> = {
  text: (key) => (key.of === 'all' ? 'all' : key.shop),
  parse: (text) => (text === 'all' ? { of: 'all' } : text.includes('/') ? { of: 'shop', shop: text } : undefined),
};

export type DemandParts = Parts<DemandKey>;
