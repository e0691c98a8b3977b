import type { SyntaxNode } from '../syntax/node.ts';
import type { Issue } from '../syntax/source.ts';
import type { CelType } from '../types/cel-type.ts';
import type { Identifier } from './environment.ts';

/** What is known of an expression after its types were checked. */
export interface Checked {
  readonly type: CelType;
  readonly typeOf: (node: SyntaxNode) => CelType;
  /** The variable or the type that a name, or a path of names, stands for. */
  readonly names: ReadonlyMap<SyntaxNode, { readonly name: string; readonly identifier: Identifier }>;
  /** The calls of functions whose names have dots: `sets.contains`. */
  readonly functions: ReadonlyMap<SyntaxNode, string>;
  readonly issues: readonly Issue[];
}
