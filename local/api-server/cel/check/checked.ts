import type { Node } from '../syntax/node.ts';
import type { Issue } from '../syntax/source.ts';
import type { CelType } from '../types/cel-type.ts';
import type { Identifier } from './environment.ts';

/** What is known of an expression after its types were checked. */
export interface Checked {
  readonly type: CelType;
  readonly typeOf: (node: Node) => CelType;
  /** The variable or the type that a name, or a path of names, stands for. */
  readonly names: ReadonlyMap<Node, { readonly name: string; readonly identifier: Identifier }>;
  /** The calls of functions whose names have dots: `sets.contains`. */
  readonly functions: ReadonlyMap<Node, string>;
  readonly issues: readonly Issue[];
}
