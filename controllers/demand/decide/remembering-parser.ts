import { parseDirections } from '../../../model/directions.ts';

/** Reads directions, and remembers what it has read: they are looked at again and again, and change seldom. */
export function createRememberingParser(most: number): typeof parseDirections {
  const read = new Map<string, ReturnType<typeof parseDirections>>();
  return (text) => {
    const known = read.get(text);
    if (known !== undefined) return known;
    const parsed = parseDirections(text);
    if (read.size >= most) read.clear();
    read.set(text, parsed);
    return parsed;
  };
}
