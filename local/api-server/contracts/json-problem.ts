import { nestingProblem } from './nesting.ts';

/**
 * Why a text is not valid JSON, in the words of Go's decoder, which clients know.
 * JSON.parse has refused the text already; this finds the place again.
 */
export function jsonProblem(text: string): string {
  const tooDeep = nestingProblem(text); // first: what follows goes as deep as the text
  if (tooDeep !== undefined) return tooDeep;
  try {
    const end = value(text, space(text, 0));
    const rest = space(text, end);
    return rest < text.length ? invalid(text, rest, 'after top-level value').message : 'invalid JSON';
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

const shown = (text: string, at: number) => (text[at] === "'" ? String.raw`\'` : (text[at] ?? ''));

/** The place where the text ends is always the same problem. */
const invalid = (text: string, at: number, where: string) =>
  new SyntaxError(at >= text.length ? 'unexpected end of JSON input' : `invalid character '${shown(text, at)}' ${where}`);

function space(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text[at] ?? '')) at += 1;
  return at;
}

/** Answers where the value ends. */
function value(text: string, at: number): number {
  const first = text[at] ?? '';
  if (first === '{') return members(text, at, '}', 'after object key:value pair', (from) => member(text, from));
  if (first === '[') return members(text, at, ']', 'after array element', (from) => value(text, from));
  if (first === '"') return string(text, at);
  if (first === 't') return literal(text, at, 'true');
  if (first === 'f') return literal(text, at, 'false');
  if (first === 'n') return literal(text, at, 'null');
  if (/[-\d]/.test(first)) return number(text, at);
  throw invalid(text, at, 'looking for beginning of value');
}

function members(text: string, start: number, close: string, after: string, one: (at: number) => number): number {
  let at = space(text, start + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = space(text, one(at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ',') throw invalid(text, at, after);
    at = space(text, at + 1);
  }
}

function member(text: string, at: number): number {
  if (text[at] !== '"') throw invalid(text, at, 'looking for beginning of object key string');
  const colon = space(text, string(text, at));
  if (text[colon] !== ':') throw invalid(text, colon, 'after object key');
  return value(text, space(text, colon + 1));
}

function string(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '"') return at + 1;
    if (letter < ' ') throw invalid(text, at, 'in string literal');
    if (letter === '\\') {
      at += 1;
      if (at < text.length && !'"\\/bfnrtu'.includes(text[at] ?? '')) throw invalid(text, at, 'in string escape code');
    }
  }
  throw invalid(text, text.length, '');
}

function literal(text: string, start: number, word: string): number {
  for (let index = 1; index < word.length; index += 1) {
    if (text[start + index] !== word[index]) throw invalid(text, start + index, `in literal ${word} (expecting '${word[index] ?? ''}')`);
  }
  return start + word.length;
}

function number(text: string, start: number): number {
  const match = /-?(0|[1-9]\d*)?(\.\d*)?([eE][-+]?\d*)?/y;
  match.lastIndex = start;
  const found = match.exec(text)?.[0] ?? '';
  if (!/\d$/.test(found)) throw invalid(text, start + found.length, 'in numeric literal');
  return start + found.length;
}
