import { createHash } from 'node:crypto';
import type { ChangedResource } from '../../../events/resource-change.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { WITHOUT_RULE, type ChangeRule } from './change-rule.ts';
import { matchesObject, takesAll, type MatchingRule } from './matching-rule.ts';
import { NOISE } from './noise.ts';
import { resourceWord, type ResourceWord } from './resource-words.ts';

/** What is to be published, as flags and a file of rules say. */
export interface WhatToPublish {
  /** Empty: all, but for what is noise. */
  readonly include: readonly ResourceWord[];
  readonly exclude: readonly ResourceWord[];
  readonly rules: readonly MatchingRule[];
}

/** What is to be published of one resource. */
export interface ResourceRules {
  /** Is it to be followed at all? */
  readonly followed: boolean;
  /** `metadata`: nothing else of it is ever published or compared, so that the server need not send it. */
  readonly representation: 'whole' | 'metadata';
  /** Changes when the rules choose other objects of it: then what is there has not all been published. */
  readonly selectionHash: string;
  /** The first rule that matches. */
  ruleFor(object: KubeObject): ChangeRule;
}

const noise = NOISE.map(resourceWord);

export function resourceRules({ include, exclude, rules }: WhatToPublish, resource: ChangedResource): ResourceRules {
  const matching = rules.filter(({ resources }) => resources.some((word) => word.matches(resource)));
  const last = matching.findIndex(takesAll);
  const candidates = last < 0 ? matching : matching.slice(0, last + 1);
  const possible: readonly ChangeRule[] = last < 0 ? [...candidates, WITHOUT_RULE] : candidates;
  const named = matching.some(({ mode, resources }) => mode !== 'drop' && resources.some((word) => word.literal && word.matches(resource)));
  const wanted = include.length > 0 ? matches(include, resource) : named || !matches(noise, resource);
  return {
    followed: wanted && !matches(exclude, resource) && possible.some(({ mode }) => mode !== 'drop'),
    representation: last >= 0 && candidates.every(needsMetadataAlone) ? 'metadata' : 'whole',
    selectionHash: hashOf(candidates.map(selectionOf)),
    ruleFor: (object) => candidates.find((rule) => matchesObject(rule, object)) ?? WITHOUT_RULE,
  };
}

const matches = (words: readonly ResourceWord[], resource: ChangedResource): boolean => words.some((word) => word.matches(resource));

/** What is ignored outside of the metadata can only be ignored where it is seen. */
const needsMetadataAlone = ({ mode, written }: MatchingRule): boolean =>
  mode === 'drop' || (mode !== 'full' && written.ignore.every((pointer) => pointer.startsWith('/metadata/')));

const selectionOf = ({ namespaces, labels, mode }: MatchingRule): unknown => [
  namespaces ?? null,
  labels?.selector ?? null,
  mode === 'drop',
];

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 8);
