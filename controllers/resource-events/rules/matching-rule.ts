import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { ChangeRule } from './change-rule.ts';
import { matchesGlob } from './glob.ts';
import type { LabelsMatch } from './labels-match.ts';
import type { ResourceWord } from './resource-words.ts';

/** A rule, and which objects it is for. */
export interface MatchingRule extends ChangeRule {
  readonly resources: readonly ResourceWord[];
  /** Patterns of names; undefined: all, and what has no namespace. */
  readonly namespaces: readonly string[] | undefined;
  readonly labels: { readonly selector: string; readonly match: LabelsMatch } | undefined;
  /** The pointers as they are written in the rule. */
  readonly written: { readonly ignore: readonly string[]; readonly redact: readonly string[] };
}

/** Does it take every object of the resources that it names? */
export const takesAll = ({ namespaces, labels }: MatchingRule): boolean => namespaces === undefined && labels === undefined;

export function matchesObject({ namespaces, labels }: MatchingRule, { metadata }: KubeObject): boolean {
  const { namespace } = metadata ?? {};
  if (namespaces !== undefined && (namespace === undefined || !namespaces.some((glob) => matchesGlob(glob, namespace)))) return false;
  return labels?.match(metadata?.labels ?? {}) ?? true;
}
