import type { Value } from '../values/value.ts';

interface Located {
  /** An offset in characters: what an error about the node points at. */
  readonly at: number;
}

/** An expression, after its macros were expanded. */
export type Node = Located &
  (
    | { readonly kind: 'literal'; readonly value: Value }
    | { readonly kind: 'ident'; readonly name: string }
    | { readonly kind: 'select'; readonly operand: Node; readonly field: string; readonly test: boolean }
    | { readonly kind: 'call'; readonly name: string; readonly target?: Node; readonly args: readonly Node[] }
    | { readonly kind: 'list'; readonly items: readonly Item[] }
    | { readonly kind: 'map'; readonly entries: readonly Entry[] }
    | { readonly kind: 'message'; readonly name: string; readonly fields: readonly Field[] }
    | Fold
  );

export interface Item {
  readonly node: Node;
  readonly optional: boolean;
}

export interface Entry extends Located {
  readonly key: Node;
  readonly value: Node;
  readonly optional: boolean;
}

export interface Field extends Located {
  readonly name: string;
  readonly value: Node;
  readonly optional: boolean;
}

/** A loop over a list or a map. */
export interface Fold {
  readonly kind: 'fold';
  readonly range: Node;
  readonly variable: string;
  /** With it, the first is the index or the key, and this the value. */
  readonly second?: string;
  readonly accumulator: string;
  readonly start: Node;
  readonly goesOn: Node;
  readonly step: Node;
  readonly result: Node;
}

/** No expression can name it. */
export const ACCUMULATOR = '@result';

/** `a.b.c`, where a node is nothing but names. */
export function qualifiedName(node: Node): string | undefined {
  if (node.kind === 'ident') return node.name;
  if (node.kind !== 'select' || node.test) return undefined;
  const operand = qualifiedName(node.operand);
  return operand === undefined ? undefined : `${operand}.${node.field}`;
}
