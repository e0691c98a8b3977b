import type { AnnotationKeys } from './annotation-keys.ts';
import { itemsOf, patternsOf, withoutOwn, type Patterns } from './patterns.ts';
import type { SourceType } from './source-type.ts';

/** What a workload's annotations say about the sources of one type. */
export interface Wish {
  readonly auto: boolean;
  /** Did it say nothing about `auto`, neither yes nor no? */
  readonly autoUnsaid: boolean;
  readonly search: boolean;
  readonly named: Patterns;
  readonly excluded: readonly string[];
}

type Annotations = Readonly<Record<string, string>>;

/** Who says it: the annotations of a workload and of its pod template. */
interface Said {
  readonly namespace: string;
  readonly workload: Annotations;
  readonly template: Annotations;
}

/**
 * The workload's own annotations count if they say anything about this type; otherwise those of its pod template do.
 * What is excluded is read from the workload alone.
 */
export function wishOf(type: SourceType, keys: AnnotationKeys, { namespace, workload, template }: Said): Wish {
  const relevantKeys = [keys.named[type], keys.auto, keys.autoFor[type], keys.search];
  const said = relevantKeys.some((key) => workload[key] !== undefined) ? workload : template;
  const [auto, typed] = [said[keys.auto], said[keys.autoFor[type]]];
  return {
    auto: isTrue(auto) || isTrue(typed),
    autoUnsaid: (auto ?? '') === '' && (typed ?? '') === '',
    search: said[keys.search] === 'true',
    named: patternsOf(said[keys.named[type]], namespace),
    excluded: itemsOf(workload[keys.excluded[type]]).map((name) => withoutOwn(name, namespace)),
  };
}

/** As Go reads a boolean: anything else is false. */
const isTrue = (text: string | undefined): boolean => text !== undefined && TRUE.has(text);
const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

export interface SourceCandidate {
  readonly name: string;
  readonly ignored: boolean;
  readonly matches: boolean;
  /** Do the pods use it? */
  readonly referenced: boolean;
}

/** Why a source concerns a workload. */
export type Reason = 'named' | 'search' | 'auto' | 'auto-reload-all';

/** Or why it does not. */
export type ConcernRule = Reason | 'ignored' | 'excluded' | 'not-used' | 'not-matching' | 'not-asked';

/** Does a change of this source concern the workload, and why? The first rule that says anything decides. */
export function ruleFor(wish: Wish, { name, ignored, matches, referenced }: SourceCandidate, autoReloadAll: boolean): ConcernRule {
  if (ignored) return 'ignored';
  if (wish.excluded.includes(name)) return 'excluded';
  if (wish.named.matches(name)) return 'named';
  if (!referenced) return 'not-used';
  if (wish.search && matches) return 'search';
  if (wish.auto) return 'auto';
  if (autoReloadAll && wish.autoUnsaid) return 'auto-reload-all';
  return wish.search ? 'not-matching' : 'not-asked';
}

const REASONS: ReadonlySet<ConcernRule> = new Set<Reason>(['named', 'search', 'auto', 'auto-reload-all']);
export const isReason = (rule: ConcernRule): rule is Reason => REASONS.has(rule);

export const concerns = (wish: Wish, candidate: SourceCandidate, autoReloadAll: boolean): boolean =>
  isReason(ruleFor(wish, candidate, autoReloadAll));

/** Could any source concern it? */
export const wantsAny = ({ auto, autoUnsaid, search, named }: Wish, autoReloadAll: boolean): boolean =>
  auto || search || named.names.length > 0 || named.elsewhere.length > 0 || named.open || (autoReloadAll && autoUnsaid);
