import { CORE_SCHEMA, load } from 'js-yaml';
import { isRecord } from '../../../ground/json/json.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { Parsed } from '../../../model/checks/shape.ts';
import { ALWAYS_IGNORED, CHOSEN_TYPES, type ChosenType, type PublishedMode } from './change-rule.ts';
import { labelsMatch } from './labels-match.ts';
import type { MatchingRule } from './matching-rule.ts';
import { pointersOf } from './pointers.ts';
import { resourceWord } from './resource-words.ts';
import { rulesProblems } from './rule-problems.ts';

/** An alias repeats what it names: without a bound a few lines could fill the memory. */
const MOST_ALIASES = 100;

/** A rule of the file, once nothing is wrong with it. */
interface RuleText {
  readonly resources: readonly string[];
  readonly namespaces?: readonly string[];
  readonly selector?: string;
  readonly events?: readonly ChosenType[];
  readonly mode?: PublishedMode;
  readonly ignore?: readonly string[];
  readonly redact?: readonly string[];
  readonly sample?: number;
  readonly then?: boolean;
}

/** The rules in a YAML file, in their order; or all that is wrong with them. */
export function readRules(text: string): Parsed<readonly MatchingRule[]> {
  let data: unknown;
  try {
    data = isBlank(text) ? [] : (load(text, { schema: CORE_SCHEMA, maxAliases: MOST_ALIASES }) ?? []);
  } catch (error) {
    return { ok: false, problems: [`rules: cannot be read as YAML (${messageOf(error)}): give a list of rules`] };
  }
  const problems = rulesProblems(data);
  if (problems.length > 0 || !Array.isArray(data)) return { ok: false, problems };
  return { ok: true, value: data.filter(isRecord).map((rule) => ruleOf(rule as unknown as RuleText)) };
}

/** Comments alone say nothing either. */
const isBlank = (text: string): boolean => text.split('\n').every((line) => /^\s*(#|$)/.test(line));

function ruleOf(rule: RuleText): MatchingRule {
  const { resources, namespaces, selector, events = CHOSEN_TYPES, mode = 'full', ignore = [], redact = [], sample = 1, then = true } = rule;
  const match = selector === undefined ? undefined : labelsMatch(selector);
  return {
    resources: resources.map(resourceWord),
    namespaces,
    labels: selector === undefined || match === undefined ? undefined : { selector, match },
    types: new Set(events),
    mode,
    ignore: pointersOf([...ALWAYS_IGNORED, ...ignore]),
    redact: pointersOf(redact),
    clearSecrets: wantsClearSecrets(rule),
    sample,
    withThen: then,
    written: { ignore, redact },
  };
}

/** The values of Secrets go out only where a rule says all three, and is for nothing else. */
const wantsClearSecrets = ({ resources, mode, redact }: RuleText): boolean =>
  resources.length === 1 && resources[0] === 'secrets' && mode === 'full' && redact?.length === 0;
