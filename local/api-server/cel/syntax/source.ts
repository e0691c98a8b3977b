/** What is wrong with an expression, and where: an offset in characters. */
export interface Issue {
  readonly at: number;
  readonly message: string;
}

/** An expression does not compile; the message is what kube-apiserver shows. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  /** Its form and its types are right, and yet it cannot be prepared: the real server calls that an error of its own. */
  readonly internal: boolean;
  constructor(message: string, { internal = false, ...options }: ErrorOptions & { readonly internal?: boolean } = {}) {
    super(message, options);
    this.internal = internal;
  }
}

/** Where a character is: lines are counted from 1, columns from 0. */
function placeOf(characters: readonly string[], at: number): { readonly line: number; readonly column: number; readonly text: string } {
  const lines = characters.join('').split('\n');
  let rest = at;
  for (const [index, text] of lines.entries()) {
    const length = Array.from(text).length;
    if (rest <= length) return { line: index + 1, column: rest, text };
    rest -= length + 1;
  }
  return { line: lines.length, column: Math.max(rest, 0), text: lines.at(-1) ?? '' };
}

const isWide = (character: string) => (character.codePointAt(0) ?? 0) > 0x7f;

function shown(characters: readonly string[], { at, message }: Issue): string {
  if (characters.length === 0) return `ERROR: <input>:1:0: ${message}`;
  const { line, column, text } = placeOf(characters, at);
  const snippet = Array.from(text.replaceAll('\t', ' '));
  const dots = snippet.slice(0, column).map((character) => (isWide(character) ? '．' : '.'));
  const mark = isWide(snippet[column] ?? '') ? '＾' : '^';
  return `ERROR: <input>:${line}:${column + 1}: ${message}\n | ${snippet.join('')}\n | ${dots.join('')}${mark}`;
}

const LIMIT = 100;

/** All issues in their order on the page, each with its line and a mark under it. */
export function issuesText(source: string, issues: readonly Issue[]): string {
  const characters = Array.from(source);
  const sorted = issues.map((issue, index) => ({ issue, index })).sort((a, b) => a.issue.at - b.issue.at || a.index - b.index);
  const texts = sorted.slice(0, LIMIT).map(({ issue }) => shown(characters, issue));
  const more = sorted.length > LIMIT ? [`${sorted.length - LIMIT} more errors were truncated`] : [];
  return [...texts, ...more].join('\n');
}
