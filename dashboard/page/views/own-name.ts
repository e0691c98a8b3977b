/** What a shop is called in its kingdom, of its key. */
export const ownName = (key: string): string => key.slice(key.indexOf('/') + 1);
