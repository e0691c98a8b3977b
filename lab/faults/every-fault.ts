import { likely } from '../../ground/text/likely.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { differenceOf } from './difference.ts';
import type { FaultPlan } from './plan.ts';
import { plansOfSteps } from './plans-of-steps.ts';
import { plansOfWrite } from './plans-of-writes.ts';
import { tell, UNHARMED, type FaultStory, type ToldStory } from './story.ts';
import type { SeenWrite } from './tap.ts';
import { mostWrites, referenceOf, unrest, verdictOn } from './verdict.ts';

export interface EveryFaultOptions extends FaultStory {
  /** Runs the plan of this name alone. */
  readonly only?: string;
}

export interface FailedPlan {
  /** What went wrong: `only` runs it again. */
  readonly name: string;
  readonly why: readonly string[];
}

export interface FaultReport {
  /** What was tried. */
  readonly plans: readonly string[];
  /** How many plans were left out: their write changed nothing, or the same as another. */
  readonly pruned: number;
  readonly failed: readonly FailedPlan[];
}

/**
 * Tells a story without a fault, twice, and then once for each thing that can go wrong in it: a crash before and after each write, a lost
 * answer, refusals, stale views, outages, missed changes, two leaders. Each time the same has to come out, and then nothing more happen.
 * The story is the same each time: virtual time, and nothing is left to chance.
 */
export async function everyFault({ only, ...story }: EveryFaultOptions): Promise<FaultReport> {
  const told = await tell(story, UNHARMED);
  const again = await tell(story, UNHARMED, { later: true });
  const why = [...unrest(told), ...unsteady(told, again)];
  if (why.length > 0) return { plans: [UNHARMED.name], pruned: 0, failed: [{ name: UNHARMED.name, why }] };
  const reference = referenceOf(told, again);
  const { plans, pruned } = plansOf(story, told);
  const failed: FailedPlan[] = [];
  const chosen = only === undefined ? plans : [planCalled(only, plans)];
  for (const plan of chosen) {
    const against = await tell(story, plan, { mostWrites: mostWrites(told) }).then(
      (came) => verdictOn(came, plan, reference),
      (error: unknown) => [messageOf(error)],
    );
    if (against.length > 0) failed.push({ name: plan.name, why: against });
  }
  return { plans: chosen.map(({ name }) => name), pruned, failed };
}

/** Without a fault, too, it has to do the same each time. */
function unsteady({ writes }: ToldStory, { writes: again }: ToldStory): readonly string[] {
  const at = writes.findIndex(({ what }, index) => again[index]?.what !== what);
  const first = at < 0 && again.length > writes.length ? writes.length : at;
  if (first < 0) return [];
  const [one, other] = [writes, again].map((all) => all[first]?.what ?? 'no write');
  return [`it goes another way each time, without a fault: write ${first + 1} is ${one}, and then ${other}`];
}

function plansOf(story: FaultStory, told: ToldStory): { readonly plans: readonly FaultPlan[]; readonly pruned: number } {
  const planned = new Set<string>();
  const plans: FaultPlan[] = [];
  let pruned = 0;
  for (const write of told.writes) {
    const same = sameness(write);
    const ofWrite = plansOfWrite(write);
    if (write.changes.length === 0 || planned.has(same)) pruned += ofWrite.length;
    else plans.push(...ofWrite);
    planned.add(same);
  }
  const titles = story.act.map(({ name }, step) => (name === '' ? `step ${step + 1}` : name));
  return { plans: [...plans, ...plansOfSteps(titles, told)], pruned };
}

const sameness = ({ what, changes }: SeenWrite): string => `${what} ${differenceOf(changes)}`;

function planCalled(name: string, plans: readonly FaultPlan[]): FaultPlan {
  const plan = plans.find((each) => each.name === name);
  if (plan !== undefined) return plan;
  const meant = likely(
    name,
    plans.map((each) => each.name),
  );
  const perhaps = meant === undefined ? '' : `, but one is ${JSON.stringify(meant)}`;
  throw new TypeError(`no plan is called ${JSON.stringify(name)}${perhaps}: the report without \`only\` names them all`);
}
