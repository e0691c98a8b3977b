import type { Value } from '../values/value.ts';

interface Located {
  /** An offset in characters: what an error about the node points at. */
  readonly at: number;
}

/** An expression, after its macros were expanded. */
export type SyntaxNode = Located &
  (
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'ident'; readonly name: string }
    | { readonly kind: 'select'; readonly operand: SyntaxNode; readonly field: string; readonly test: boolean }
    | { readonly kind: 'call'; readonly name: string; readonly target?: SyntaxNode; readonly args: readonly SyntaxNode[] }
    | { readonly kind: 'list'; readonly items: readonly Item[] }
    | { readonly kind: 'map'; readonly entries: readonly MapEntry[] }
    | { readonly kind: 'message'; readonly name: string; readonly fields: readonly Field[] }
    | Fold
  );

export interface Item {
  readonly node: SyntaxNode;
  readonly optional: boolean;
}

export interface MapEntry extends Located {
  readonly key: SyntaxNode;
  readonly value: SyntaxNode;
  readonly optional: boolean;
}

export interface Field extends Located {
  readonly name: string;
  readonly value: SyntaxNode;
  readonly optional: boolean;
}

/** A loop over a list or a map. */
export interface Fold {
  readonly kind: 'fold';
  readonly range: SyntaxNode;
  readonly variable: string;
  /** With it, the first is the index or the key, and this the value. */
  readonly second?: string;
  readonly accumulator: string;
  readonly start: SyntaxNode;
  readonly goesOn: SyntaxNode;
  readonly step: SyntaxNode;
  readonly result: SyntaxNode;
}

/** No expression can name it. */
export const ACCUMULATOR = '@result';

/** `a.b.c`, where a node is nothing but names. */
export function qualifiedName(node: SyntaxNode): string | undefined {
  if (node.kind === 'ident') return node.name;
  if (node.kind !== 'select' || node.test) return undefined;
  const operand = qualifiedName(node.operand);
  return operand === undefined ? undefined : `${operand}.${node.field}`;
}
