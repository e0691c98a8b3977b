import { isRecord, type Json } from '../../../ground/json/json.ts';
import { StatusError } from './status-error.ts';

/**
 * How deeply a body may be nested. The real server takes 10,000 levels; here each level costs stack of the process that
 * everything runs in, and no object of Kubernetes has fifty.
 */
export const MOST_LEVELS = 1_000;

/** What is wrong with a JSON text that is nested too deeply, in the words of Go's decoder. It need not be valid otherwise. */
export function nestingProblem(text: string): string | undefined {
  let level = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
      case 0x5b: // [
        level += 1;
        if (level > MOST_LEVELS) return `invalid character '${text[at] ?? ''}' exceeded max depth`;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        level -= 1;
        break;
      case 0x22: // "
        at = endOfString(text, at);
        break;
      default:
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1;
  return at;
}

/** The same of a value, which patches may have made of parts that are not too deep. */
export function isTooDeep(value: Json): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= MOST_LEVELS; depth += 1) {
    level = level.flatMap(partsOf);
    if (level.length === 0) return false;
  }
  return true;
}

const partsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : isRecord(value) ? Object.values(value) : [];

/**
 * How many values a body may hold: more than the largest definitions of custom resources have, and few enough that to
 * look at each of them, and to complain of each, silences the server for no more than a moment.
 */
const MOST_VALUES = 50_000;

/** The value, unless it has too many parts: throws a StatusError (413). */
export function modest(value: Json): Json {
  const waiting: unknown[] = [value];
  for (let seen = 0; waiting.length > 0; seen += 1) {
    if (seen + waiting.length > MOST_VALUES) throw tooManyValues();
    for (const part of partsOf(waiting.pop())) waiting.push(part);
  }
  return value;
}

const tooManyValues = () =>
  new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: the embedded API server takes ${MOST_VALUES} values in a body`);
