import type { Issue } from './source.ts';

export type TokenKind = 'BYTES' | 'ESC_IDENTIFIER' | 'IDENTIFIER' | 'NUM_FLOAT' | 'NUM_INT' | 'NUM_UINT' | 'STRING' | 'end' | 'sign';

export interface SyntaxToken {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?${'`'}]|[0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})`;
const QUOTED = [
  String.raw`[rR]"""[\s\S]*?"""`,
  String.raw`[rR]'''[\s\S]*?'''`,
  String.raw`[rR]"[^"\n\r]*"`,
  String.raw`[rR]'[^'\n\r]*'`,
  String.raw`"""(?:${ESCAPE}|[^\\])*?"""`,
  String.raw`'''(?:${ESCAPE}|[^\\])*?'''`,
  String.raw`"(?:${ESCAPE}|[^\\"\n\r])*"`,
  String.raw`'(?:${ESCAPE}|[^\\'\n\r])*'`,
].join('|');

/** The longest match wins, the first among equals. */
const RULES: readonly (readonly [TokenKind, RegExp])[] = [
  ['sign', /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]|(?:in|true|false|null)(?![a-zA-Z0-9_])/uy],
  ['NUM_FLOAT', /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/uy],
  ['NUM_UINT', /(?:0x[0-9a-fA-F]+|\d+)[uU]/uy],
  ['NUM_INT', /0x[0-9a-fA-F]+|\d+/uy],
  ['STRING', new RegExp(QUOTED, 'uy')],
  ['BYTES', new RegExp(`[bB](?:${QUOTED})`, 'uy')],
  ['IDENTIFIER', /[a-zA-Z_][a-zA-Z0-9_]*/uy],
  ['ESC_IDENTIFIER', /`[a-zA-Z0-9_.\-/ ]+`/uy],
];
const SPACE = /[\t \r\n\f]+|\/\/[^\n]*/uy;

function longest(source: string, at: number): { readonly kind: TokenKind; readonly text: string } | undefined {
  let best: { kind: TokenKind; text: string } | undefined;
  for (const [kind, rule] of RULES) {
    rule.lastIndex = at;
    const text = rule.exec(source)?.[0];
    if (text !== undefined && text.length > (best?.text.length ?? 0)) best = { kind, text };
  }
  return best;
}

/** What is refused at a place: as far as a rule could read, and the character at which it could not go on. */
function unreadable(source: string, at: number): string {
  const rest = source.slice(at);
  const opening = /^(?:[bB]?[rR]?)(?:"""|'''|["'])/.exec(rest)?.[0] ?? '';
  const quote = opening.at(-1) ?? '';
  const inner = opening.endsWith(quote.repeat(3)) ? String.raw`[\s\S]*` : String.raw`(?:${ESCAPE}|[^\\${quote}\n\r])*\\?`;
  const read =
    quote === '' ? (/^[&|=]|^`[a-zA-Z0-9_.\-/ ]*/.exec(rest)?.[0] ?? '') : (new RegExp(`^${opening}${inner}`, 'u').exec(rest)?.[0] ?? '');
  return read + (Array.from(rest.slice(read.length))[0] ?? '');
}

/** The words of an expression, and what is none. */
export function tokensOf(source: string): { readonly tokens: readonly SyntaxToken[]; readonly issues: readonly Issue[] } {
  const tokens: SyntaxToken[] = [];
  const issues: Issue[] = [];
  let [unit, at] = [0, 0];
  const skip = (text: string) => {
    unit += text.length;
    at += Array.from(text).length;
  };
  while (unit < source.length) {
    SPACE.lastIndex = unit;
    const space = SPACE.exec(source)?.[0];
    if (space !== undefined) {
      skip(space);
      continue;
    }
    const found = longest(source, unit);
    if (found) {
      tokens.push({ ...found, at });
      skip(found.text);
      continue;
    }
    const text = unreadable(source, unit);
    issues.push({ at, message: `Syntax error: token recognition error at: '${text}'` });
    skip(text);
  }
  tokens.push({ kind: 'end', text: '<EOF>', at });
  return { tokens, issues };
}
