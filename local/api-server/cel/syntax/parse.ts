import { CompileError, issuesText, type Issue } from './source.ts';
import { BadLiteral, literalOf } from './literal.ts';
import { BadMacro, expanded } from './macro.ts';
import { entriesOf, fieldsOf, itemsOf } from './aggregates.ts';
import type { SyntaxNode } from './node.ts';
import { tokenReader, SyntaxIssues, type TokenReader } from './token-reader.ts';
import { tokensOf, type SyntaxToken } from './token.ts';

const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(' '),
);
const RELATIONS: Readonly<Record<string, string>> = {
  '<': '_<_',
  '<=': '_<=_',
  '>': '_>_',
  '>=': '_>=_',
  '==': '_==_',
  '!=': '_!=_',
  in: '@in',
};
const SUMS: Readonly<Record<string, string>> = { '+': '_+_', '-': '_-_' };
const PRODUCTS: Readonly<Record<string, string>> = { '*': '_*_', '/': '_/_', '%': '_%_' };
const DEEPEST = 250;

const NOTHING = (at: number): SyntaxNode => ({ kind: 'literal', at, value: null });

/** Recursive descent over CEL's grammar; macros are expanded on the way. */
class Parser {
  readonly #tokens: TokenReader;
  #depth = 0;

  constructor(tokens: TokenReader) {
    this.#tokens = tokens;
  }

  whole(): SyntaxNode {
    const node = this.expression();
    this.#tokens.end();
    return node;
  }

  expression(): SyntaxNode {
    if (++this.#depth > DEEPEST) {
      this.#tokens.issue(-1, `expression recursion limit exceeded: ${DEEPEST}`);
      throw new SyntaxIssues('too deep');
    }
    const test = this.#logical('||', '_||_', () => this.#logical('&&', '_&&_', () => this.#relation()));
    const question = this.#tokens.sign('?');
    this.#depth--;
    if (!question) return test;
    const yes = this.#logical('||', '_||_', () => this.#logical('&&', '_&&_', () => this.#relation()));
    this.#tokens.need(':');
    return { kind: 'call', at: question.at, name: '_?_:_', args: [test, yes, this.expression()] };
  }

  /** Many terms make a balanced tree, as in the real parser: else a long list of them would be a deep one. */
  #logical(sign: string, name: string, term: () => SyntaxNode): SyntaxNode {
    const terms = [term()];
    const places: number[] = [];
    for (let token = this.#tokens.sign(sign); token; token = this.#tokens.sign(sign)) {
      places.push(token.at);
      terms.push(term());
    }
    const balanced = (from: number, to: number): SyntaxNode => {
      const middle = Math.floor((from + to + 1) / 2);
      const left = middle === from ? terms[middle] : balanced(from, middle - 1);
      const right = middle === to ? terms[middle + 1] : balanced(middle + 1, to);
      const at = places[middle] ?? 0;
      return { kind: 'call', at, name, args: [left ?? NOTHING(at), right ?? NOTHING(at)] };
    };
    return terms.length === 1 ? (terms[0] ?? NOTHING(0)) : balanced(0, places.length - 1);
  }

  #binary(names: Readonly<Record<string, string>>, operand: () => SyntaxNode): SyntaxNode {
    let left = operand();
    for (;;) {
      const { kind, text, at } = this.#tokens.here;
      const name = kind === 'sign' ? names[text] : undefined;
      if (name === undefined) return left;
      this.#tokens.next();
      left = { kind: 'call', at, name, args: [left, operand()] };
    }
  }

  #relation(): SyntaxNode {
    return this.#binary(RELATIONS, () => this.#binary(SUMS, () => this.#binary(PRODUCTS, () => this.#unary())));
  }

  #unary(): SyntaxNode {
    this.#tokens.needOperand();
    for (const [sign, name] of [
      ['!', '!_'],
      ['-', '-_'],
    ] as const) {
      const first = this.#tokens.here;
      if (sign === '-' && this.#tokens.peekNumber()) break;
      let count = 0;
      while (this.#tokens.sign(sign)) count++;
      if (count === 0) continue;
      this.#tokens.needEnough(sign);
      const target = this.#member();
      return count % 2 === 0 ? target : { kind: 'call', at: first.at, name, args: [target] };
    }
    return this.#member();
  }

  #member(): SyntaxNode {
    let node = this.#primary();
    for (;;) {
      const dot = this.#tokens.sign('.');
      const bracket = dot ? undefined : this.#tokens.sign('[');
      if (dot) node = this.#selected(node, dot);
      else if (bracket) node = this.#indexed(node, bracket);
      else return node;
    }
  }

  #selected(operand: SyntaxNode, dot: SyntaxToken): SyntaxNode {
    const optional = this.#tokens.sign('?');
    const { here } = this.#tokens;
    if (here.kind === 'ESC_IDENTIFIER') {
      this.#tokens.next();
      this.#tokens.issue(here.at, "unsupported syntax: '`'");
      return NOTHING(here.at);
    }
    const name = this.#tokens.identifier(optional ? 'optional' : 'dot');
    if (optional) return { kind: 'call', at: dot.at, name: '_?._', args: [operand, { kind: 'literal', at: name.at, value: name.text }] };
    const open = this.#tokens.sign('(');
    if (!open) return { kind: 'select', at: dot.at, operand, field: name.text, test: false };
    return this.#call(open.at, name.text, operand, this.#list(')'));
  }

  #indexed(operand: SyntaxNode, { at }: SyntaxToken): SyntaxNode {
    const optional = this.#tokens.sign('?');
    if (!optional) this.#tokens.needOperand('?');
    const index = this.expression();
    this.#tokens.need(']');
    return { kind: 'call', at, name: optional ? '_[?_]' : '_[_]', args: [operand, index] };
  }

  #call(at: number, name: string, target: SyntaxNode | undefined, args: readonly SyntaxNode[]): SyntaxNode {
    try {
      return expanded(at, name, target, args) ?? { kind: 'call', at, name, args, ...(target ? { target } : {}) };
    } catch (error) {
      if (!(error instanceof BadMacro)) throw error;
      this.#tokens.issue(error.issue.at, error.issue.message);
      return NOTHING(at);
    }
  }

  #list(closing: string): readonly SyntaxNode[] {
    if (this.#tokens.sign(closing)) return [];
    this.#tokens.needOperand(closing);
    const nodes = [this.expression()];
    while (this.#tokens.sign(',')) nodes.push(this.expression());
    this.#tokens.need(closing);
    return nodes;
  }

  #primary(): SyntaxNode {
    const token = this.#tokens.next();
    if (token.kind !== 'sign') return token.kind === 'IDENTIFIER' ? this.#named(token, '') : this.#literal(token);
    switch (token.text) {
      case '(': {
        const node = this.expression();
        this.#tokens.need(')');
        return node;
      }
      case '[':
        return { kind: 'list', at: token.at, items: itemsOf(this.#tokens, () => this.expression()) };
      case '{':
        return { kind: 'map', at: token.at, entries: entriesOf(this.#tokens, () => this.expression()) };
      case '.':
        return this.#named(this.#tokens.identifier('dot'), '.');
      case '-':
        return this.#literal(this.#tokens.next(), '-', token.at);
      default:
        return { kind: 'literal', at: token.at, value: token.text === 'null' ? null : token.text === 'true' };
    }
  }

  #named({ text, at }: SyntaxToken, dot: string): SyntaxNode {
    const open = this.#tokens.sign('(');
    const args = open ? this.#list(')') : [];
    if (RESERVED.has(text)) {
      this.#tokens.issue(at, `reserved identifier: ${text}`);
      return NOTHING(at);
    }
    if (open) return this.#call(open.at, dot + text, undefined, args);
    const name = this.#tokens.messageName(text);
    const brace = name === undefined ? undefined : this.#tokens.sign('{');
    if (name !== undefined && brace)
      return { kind: 'message', at: brace.at, name: dot + name, fields: fieldsOf(this.#tokens, () => this.expression()) };
    return { kind: 'ident', at, name: dot + text };
  }

  #literal(token: SyntaxToken, sign = '', at = token.at): SyntaxNode {
    try {
      return { kind: 'literal', at, value: literalOf(token, sign) };
    } catch (error) {
      if (!(error instanceof BadLiteral)) throw error;
      this.#tokens.issue(at, error.message);
      return NOTHING(at);
    }
  }
}

const LONGEST = 100_000;

/** The tree of an expression; throws a CompileError with all that is wrong in its form. */
export function parse(source: string): SyntaxNode {
  const length = Array.from(source).length;
  if (length > LONGEST)
    throw new CompileError(`ERROR: <input>:-1:0: expression code point size exceeds limit: size: ${length}, limit ${LONGEST}`);
  const { tokens, issues: unread } = tokensOf(source);
  const issues: Issue[] = [...unread];
  try {
    const node = new Parser(tokenReader(tokens, issues)).whole();
    if (issues.length === 0) return node;
  } catch (error) {
    if (!(error instanceof SyntaxIssues)) throw error;
  }
  throw new CompileError(issuesText(source, issues));
}
