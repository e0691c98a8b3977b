import type { StoreChange } from '../../local/api-server/store/store.ts';

/** Names as they are the same in each run: of one that the server made, the part that was given, and `*`. */
export interface MaskedNames {
  see(change: StoreChange): void;
  /** `shop/hello`, `shop/hello-*`. */
  shown(collection: string, key: string): string;
  /** A text that may speak of such names. */
  inText(text: string): string;
}

export function createMaskedNames(): MaskedNames {
  const made = new Map<string, string>();
  const masks = new Map<string, string>();
  return {
    see({ collection, key, object: { metadata } }) {
      const { generateName, name = '' } = metadata;
      if (generateName === undefined || !name.startsWith(generateName)) return;
      masks.set(name, `${generateName}*`);
      made.set(`${collection} ${key}`, `${key.slice(0, key.length - name.length)}${generateName}*`);
    },
    shown: (collection, key) => (made.get(`${collection} ${key}`) ?? key).replace(/^\//, ''),
    inText: (text) => [...masks].reduce((masked, [name, mask]) => masked.replaceAll(name, mask), text),
  };
}
