import { RE2JS } from 're2js';

const KEPT = 256;
const compiled = new Map<string, RE2JS>();

/** A pattern, in time that grows with the text alone. Patterns are few, and each is read once. */
export function compiledRegex(pattern: string, refuse: (reason: string) => Error): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  try {
    const made = RE2JS.compile(pattern);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(pattern, made);
    return made;
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
}
