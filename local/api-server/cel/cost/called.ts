import type { SyntaxNode } from '../syntax/node.ts';
import type { CelType } from '../types/cel-type.ts';
import type { Range } from './range.ts';

/** An operand of a call, as far as its cost goes. */
export interface Operand {
  readonly node: SyntaxNode;
  readonly type: CelType;
  /** Unknown is from nothing to boundless. */
  readonly size: Range;
  readonly cost: Range;
  /** Of what is in it, where it is a list. */
  readonly items: Range;
}

export interface Called {
  readonly name: string;
  readonly target: Operand | undefined;
  readonly args: readonly Operand[];
}

/** What a call costs beyond its operands, and how large its result is, where that is known. */
export interface CallCost {
  readonly cost: Range;
  readonly size?: Range;
}

export const TRAVERSAL = 0.1;
export const REGEX = 0.25;
