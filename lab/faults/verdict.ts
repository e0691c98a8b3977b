import { likenessOf, unlike, type Likeness } from './likeness.ts';
import type { FaultPlan } from './plan.ts';
import type { ToldStory } from './story.ts';

/** What every run has to come to. */
export interface ReferenceRun {
  readonly state: Likeness;
  readonly births: ToldStory['births'];
  /** The births that are the same in each run: names of others are made of what differs, such as a uid. */
  readonly steady: ReadonlySet<string>;
}

export const referenceOf = (told: ToldStory, again: ToldStory): ReferenceRun => ({
  state: likenessOf(told.state, again.state),
  births: told.births,
  steady: new Set([...told.births.keys()].filter((what) => again.births.has(what))),
});

/** What is tried in vain, while the server is away, counts as well: a few writes need some room. */
const MOST_TIMES = 10;
const AT_LEAST = 50;

/** So much a run may write, given what is written without a fault. */
export const mostWrites = (reference: Pick<ToldStory, 'writes'>): number => Math.max(AT_LEAST, MOST_TIMES * reference.writes.length);

/** What speaks against a run, a sentence each: nothing, where it came to what it should. */
export const verdictOn = (told: ToldStory, { judged }: Pick<FaultPlan, 'judged'>, reference: ReferenceRun): readonly string[] =>
  [
    ...(told.struck ? [] : ['what was to go wrong did not come about: the controllers do not do the same each time']),
    ...unlike(reference.state, told.state),
    ...(judged === 'end' ? [] : otherBirths(told.births, reference)),
    ...unrest(told),
  ].map(told.masked);

/** What goes on after the end. */
export const unrest = ({ restless, failing }: Pick<ToldStory, 'restless' | 'failing'>): readonly string[] => [
  ...(restless.length > 0 ? [`it still writes in the hour after the end, or at a resync: ${[...new Set(restless)].join(', ')}`] : []),
  ...(failing.length > 0 ? [`it goes on failing: ${[...new Set(failing)].join('; ')}`] : []),
];

function otherBirths(births: ToldStory['births'], reference: ReferenceRun): readonly string[] {
  const [came, wanted] = [births, reference.births].map((counts) => countsOf(counts, reference.steady));
  return [...new Set([...(wanted?.keys() ?? []), ...(came?.keys() ?? [])])].flatMap((what) => {
    const [here, there] = [came?.get(what) ?? 0, wanted?.get(what) ?? 0];
    return here === there ? [] : [`${what}: ${times(here)}, not ${times(there)}`];
  });
}

/** Names that differ are counted together: `create jobs.batch shop/*`. */
function countsOf(births: ToldStory['births'], steady: ReadonlySet<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [what, count] of births) {
    const shown = steady.has(what) ? what : what.replace(/[^/ ]+$/, '*');
    counts.set(shown, (counts.get(shown) ?? 0) + count);
  }
  return counts;
}

const times = (count: number): string => (count === 0 ? 'never' : (['once', 'twice'][count - 1] ?? `${count} times`));
