import { CelError } from '../values/cel-error.ts';
import { clauseProblem, clausesOf } from '../library/format-text.ts';
import { compiledRegex } from '../values/compiled-regex.ts';
import { nanosOf } from '../library/duration-text.ts';
import { instantOf } from '../library/timestamp-text.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Issue } from '../syntax/source.ts';
import { sameType, shownType, typeText, type CelType } from '../types/cel-type.ts';

/** The nodes under a node, itself first. */
function* nodesOf(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  switch (node.kind) {
    case 'select':
      return [node.operand];
    case 'call':
      return [...(node.target ? [node.target] : []), ...node.args];
    case 'list':
      return node.items.map(({ node: item }) => item);
    case 'map':
      return node.entries.flatMap(({ key, value }) => [key, value]);
    case 'fold':
      return [node.range, node.start, node.goesOn, node.step, node.result];
    case 'ident':
    case 'literal':
    case 'message':
      return [];
  }
}

function isRegex(pattern: string): boolean {
  try {
    compiledRegex(pattern, (reason) => new CelError(reason));
    return true;
  } catch {
    return false;
  }
}

const VALID: Readonly<Record<string, (text: string) => boolean>> = {
  duration: (text) => nanosOf(text) !== undefined,
  timestamp: (text) => instantOf(text) !== undefined,
  matches: isRegex,
};

function literalIssue(node: SyntaxNode): Issue | undefined {
  const [first] = node.kind === 'call' ? node.args : [];
  if (node.kind !== 'call' || first?.kind !== 'literal' || typeof first.value !== 'string') return undefined;
  const isValid = VALID[node.name];
  return isValid && !isValid(first.value) ? { at: first.at, message: `invalid ${node.name} argument` } : undefined;
}

/** `"%d".format(["a"])`: what can be seen to be wrong before it runs. */
function formatIssues(node: SyntaxNode, typeOf: (node: SyntaxNode) => CelType): readonly Issue[] {
  if (node.kind !== 'call' || node.name !== 'format' || node.target?.kind !== 'literal') return [];
  const [list] = node.args;
  if (list?.kind !== 'list' || typeof node.target.value !== 'string') return [];
  for (const [index, clause] of clausesOf(node.target.value).entries()) {
    const item = list.items[index];
    if (!item) return [{ at: node.at, message: `index ${index} out of range` }];
    const type = typeOf(item.node);
    const problem = clauseProblem(clause, type.kind === 'list' || type.kind === 'map' ? type.kind : typeText(type));
    if (problem?.startsWith('could not parse')) return [{ at: node.at, message: problem }];
    if (problem !== undefined) return [{ at: item.node.at, message: `error during formatting: ${problem}` }];
  }
  return [];
}

/** Aggregates of mixed types, dyn among them: the type checker itself takes dyn for anything. */
function mixedIssues(node: SyntaxNode, typeOf: (node: SyntaxNode) => CelType): readonly Issue[] {
  const told = (all: readonly SyntaxNode[]): readonly Issue[] => {
    const [first] = all;
    if (!first) return [];
    const expected = typeOf(first);
    const other = all.find((each) => !sameType(expected, typeOf(each)));
    return other ? [{ at: other.at, message: `expected type '${shownType(expected)}' but found '${shownType(typeOf(other))}'` }] : [];
  };
  if (node.kind === 'list') return node.items.some(({ optional }) => optional) ? [] : told(node.items.map((item) => item.node));
  if (node.kind !== 'map' || node.entries.some(({ optional }) => optional)) return [];
  return [...told(node.entries.map(({ key }) => key)), ...told(node.entries.map(({ value }) => value))];
}

/** What is wrong with an expression whose types are right. */
export function literalIssues(root: SyntaxNode, typeOf: (node: SyntaxNode) => CelType): readonly Issue[] {
  const issues: Issue[] = [];
  const inFormats = new Set<SyntaxNode>();
  for (const node of nodesOf(root)) {
    if (node.kind === 'call' && node.name === 'format') for (const each of childrenOf(node)) inFormats.add(each);
    if (inFormats.has(node)) for (const each of childrenOf(node)) inFormats.add(each);
    const literal = literalIssue(node);
    issues.push(...(literal ? [literal] : []), ...formatIssues(node, typeOf), ...(inFormats.has(node) ? [] : mixedIssues(node, typeOf)));
  }
  return issues;
}
