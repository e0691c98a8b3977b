import type { Issue } from './source.ts';
import type { SyntaxToken, TokenKind } from './token.ts';

/** The form of the expression is wrong, and what follows cannot be read. */
export class SyntaxIssues extends Error {
  override readonly name = 'SyntaxIssues';
}

const LITERALS: readonly TokenKind[] = ['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER'];
/** In the order in which the real parser tells what it expected; not all of them begin an operand. */
const SIGNS = ['[', ']', '{', '}', '(', ')', '.', ',', '-', '!', '?', ':', 'true', 'false', 'null'];
const OPENING: ReadonlySet<string> = new Set(['[', '{', '(', '.', '-', '!', 'true', 'false', 'null']);
const KEYWORDS: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** Reads tokens one after another, and says what it misses as the real parser does. */
export interface TokenReader {
  readonly here: SyntaxToken;
  /** The sign, if it is next: then it is read. */
  sign(text: string): SyntaxToken | undefined;
  next(): SyntaxToken;
  /** The sign has to be next. In a list, a comma could stand there as well. */
  need(text: string, inList?: boolean): SyntaxToken;
  /** What is next begins an operand; one of these signs may stand there as well. */
  needOperand(...also: readonly string[]): void;
  /** Something has to follow the signs before an operand. */
  needEnough(sign: '!' | '-'): void;
  /** The name after a dot, or of a field of a message. */
  identifier(after: 'brace' | 'dot' | 'optional'): SyntaxToken;
  /** A minus is next, and a number after it. */
  peekNumber(): boolean;
  /** `a.b.c` where a brace follows: what was read before is its first word. Undefined, and nothing read, where none does. */
  messageName(first: string): string | undefined;
  issue(at: number, message: string): void;
  /** Nothing may follow. */
  end(): void;
}

const isSign = (token: SyntaxToken, text: string) => token.kind === 'sign' && token.text === text;
const beginsOperand = ({ kind, text }: SyntaxToken) => LITERALS.includes(kind) || (kind === 'sign' && OPENING.has(text));
const expectedOperand = (also: readonly string[]) =>
  `{${[...SIGNS.filter((sign) => OPENING.has(sign) || also.includes(sign)).map((sign) => `'${sign}'`), ...LITERALS].join(', ')}}`;

export function tokenReader(tokens: readonly SyntaxToken[], issues: Issue[]): TokenReader {
  let position = 0;
  const at = (index: number): SyntaxToken => tokens[Math.min(index, tokens.length - 1)] ?? { kind: 'end', text: '<EOF>', at: 0 };
  const next = () => at(position++);
  const complain = (token: SyntaxToken, message: string) => void issues.push({ at: token.at, message: `Syntax error: ${message}` });
  const refuse = (token: SyntaxToken, message: string): never => {
    complain(token, message);
    throw new SyntaxIssues(message);
  };
  /** What stands there is one too many, or the sign is missing there, or neither can be made out. */
  function need(text: string, inList = false): SyntaxToken {
    const token = at(position);
    if (isSign(token, text)) return next();
    const expected = inList ? `{'${text}', ','}` : `'${text}'`;
    if (isSign(at(position + 1), text)) {
      complain(token, `extraneous input '${token.text}' expecting ${expected}`);
      position += 2;
      return at(position - 1);
    }
    const mayFollow = text === ':' ? beginsOperand(token) : !beginsOperand(token) || ['[', '.', '-'].includes(token.text);
    if (inList || !mayFollow) return refuse(token, `mismatched input '${token.text}' expecting ${expected}`);
    complain(token, `missing '${text}' at '${token.text}'`);
    return token;
  }
  function identifier(after: 'brace' | 'dot' | 'optional'): SyntaxToken {
    const token = at(position);
    if (token.kind === 'IDENTIFIER') return next();
    if (after === 'brace') return refuse(token, `mismatched input '${token.text}' expecting {'}', ',', '?', IDENTIFIER, ESC_IDENTIFIER}`);
    if (after === 'optional') {
      complain(token, `mismatched input '${token.text}' expecting {IDENTIFIER, ESC_IDENTIFIER}`);
      issues.push({ at: token.at, message: 'unsupported ident kind' });
      throw new SyntaxIssues('');
    }
    if (KEYWORDS.has(token.text)) return refuse(token, `mismatched input '${token.text}' expecting IDENTIFIER`);
    return refuse(token, `no viable alternative at input '.${token.kind === 'end' ? '' : token.text}'`);
  }
  return {
    get here() {
      return at(position);
    },
    next,
    need,
    identifier,
    sign: (text) => (isSign(at(position), text) ? next() : undefined),
    needOperand(...also) {
      const token = at(position);
      if (beginsOperand(token) || (token.kind === 'sign' && also.includes(token.text))) return;
      if (token.kind === 'end' || !beginsOperand(at(position + 1)))
        refuse(token, `mismatched input '${token.text}' expecting ${expectedOperand(also)}`);
      complain(token, `extraneous input '${token.text}' expecting ${expectedOperand(also)}`);
      position++;
    },
    needEnough(sign) {
      const token = at(position);
      if (token.kind !== 'end') return;
      if (sign === '!') refuse(token, `extraneous input '<EOF>' expecting ${expectedOperand([])}`);
      complain(token, `no viable alternative at input '-'`);
      refuse(token, `mismatched input '<EOF>' expecting ${expectedOperand([])}`);
    },
    peekNumber: () => isSign(at(position), '-') && ['NUM_INT', 'NUM_FLOAT'].includes(at(position + 1).kind),
    messageName(first) {
      let name = first;
      let index = position;
      for (; isSign(at(index), '.') && at(index + 1).kind === 'IDENTIFIER'; index += 2) name += `.${at(index + 1).text}`;
      if (!isSign(at(index), '{')) return undefined;
      position = index;
      return name;
    },
    issue: (where, message) => void issues.push({ at: where, message }),
    end() {
      const token = at(position);
      if (token.kind !== 'end')
        complain(token, `${at(position + 1).kind === 'end' ? 'extraneous' : 'mismatched'} input '${token.text}' expecting <EOF>`);
    },
  };
}
