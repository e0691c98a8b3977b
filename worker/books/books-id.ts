import { randomBytes } from 'node:crypto';

/** What books are known by. Ids come from others too, and what has another form never was one of ours: it is kept nowhere. */
export const newBooksId = (): string => randomBytes(12).toString('hex');
export const isBooksId = (text: string): boolean => /^[0-9a-f]{24}$/.test(text);
