import { RE2JS } from 're2js';
import { messageOf } from '../../ground/text/message-of.ts';

/** A pattern as the API server reads it, or why it cannot, and what to do. */
export type Re2Pattern = { readonly pattern: string } | { readonly what: string; readonly remedy: string };

/** What JavaScript takes for space; RE2 knows five of them. */
const SPACE = '\\t\\n\\v\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}';
/** What a dot leaves out in JavaScript; RE2 leaves out the first alone. */
const LINE_ENDS = '\\n\\r\\x{2028}\\x{2029}';
const FLAGS: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['u', ''],
  ['s', '(?s)'],
  ['su', '(?s)'],
  ['iu', '(?i)'],
  ['isu', '(?is)'],
]);
/** Escapes of letters that mean the same in both; any other letter may mean something of its own in RE2. */
const SAME_ESCAPES = /[dDwWbBnrtfvpPx]/;
const TOKEN = /\\u\{([0-9a-fA-F]+)\}|\\u([0-9a-fA-F]{4})|\\[\s\S]|[\s\S]/g;

/** Writes a pattern of JavaScript so that RE2 finds the same: `\s`, the dot and `\u` differ, and lookarounds do not exist. */
export function re2Pattern({ source, flags }: RegExp): Re2Pattern {
  const prefix = FLAGS.get(Array.from(flags).sort().join(''));
  if (prefix === undefined) return { what: `a pattern with the flags ${flags}`, remedy: 'use the flags u, s and iu alone' };
  let inClass = false;
  let pattern = prefix;
  for (const [token, braced, plain] of source.matchAll(TOKEN)) {
    const written = writtenAs(token, braced ?? plain, inClass, flags.includes('s'));
    if (written === undefined) return { what: `${token} in the pattern /${source}/`, remedy: 'write out which characters are meant' };
    if (token === '[') inClass = true;
    if (token === ']') inClass = false;
    pattern += written;
  }
  if (/(^|[^\\])\[\^?\]/.test(source)) return { what: `an empty class in the pattern /${source}/`, remedy: 'leave it out' };
  try {
    RE2JS.compile(pattern);
    return { pattern };
  } catch (error) {
    const why = messageOf(error);
    return {
      what: `the pattern /${source}/, which RE2 does not read (${why})`,
      remedy: 'write it without lookarounds and back references',
    };
  }
}

function writtenAs(token: string, codePoint: string | undefined, inClass: boolean, dotAll: boolean): string | undefined {
  if (codePoint !== undefined) return `\\x{${codePoint}}`;
  if (token === '.' && !inClass && !dotAll) return `[^${LINE_ENDS}]`;
  if (token === '[' && inClass) return '\\[';
  if (token === '\\s') return inClass ? SPACE : `[${SPACE}]`;
  if (token === '\\S') return inClass ? undefined : `[^${SPACE}]`;
  if (token === '\\0') return '\\x{0}';
  const escaped = token.length > 1 ? token.slice(1) : '';
  return /[A-Za-z]/.test(escaped) && !SAME_ESCAPES.test(escaped) ? undefined : token;
}
