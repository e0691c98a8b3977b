import { compareVersions } from '../../../kube/follow/version.ts';
import type { ListMeaning } from '../change/resource-states.ts';
import { beginResume, resumeStep, type ResumedHow, type ResumeFrom, type ResumeQuestion, type ResumeStep } from '../resume/resume-plan.ts';

/** What a list means, and what comes before it. */
interface ListArrival {
  /** Nobody can tell what happened until now. */
  readonly gap: boolean;
  /** The states of the state dir are to be restored. */
  readonly restore: boolean;
  readonly meaning: ListMeaning;
  /** How the resource was resumed, where that is known now. */
  readonly done?: ResumedHow;
}

/** The plan of a resume, carried out by what a reflector tells: that asks the questions by itself. */
export interface Resuming {
  /** Where the reflector begins: at the state as it was, or right after a version. */
  readonly begin: { readonly from?: string; readonly after?: string };
  /** All that the plan has to find out is known: what is listed from now on is compared with what is remembered. */
  readonly isOver: boolean;
  /** Are the states of the state dir to be restored before anything else? */
  readonly restoresFirst: boolean;
  listed(version: string): ListArrival;
  /** A change, or progress, came over the watch. */
  watched(): ResumedHow | undefined;
}

export function createResuming(from: ResumeFrom): Resuming {
  const first = beginResume(from);
  let question: ResumeQuestion | undefined = first.next as ResumeQuestion;
  const take = ({ next }: ResumeStep): ResumedHow | undefined => {
    question = 'done' in next ? undefined : next;
    return 'done' in next ? next.done : undefined;
  };
  return {
    begin: beginning(first),
    restoresFirst: first.restore === true,
    get isOver() {
      return question === undefined;
    },
    listed(version) {
      if (question === undefined) return { gap: false, restore: false, meaning: { as: 'comparison' } };
      let restore = false;
      // The reflector has asked for a list by itself, as it did not get what the plan wanted.
      if (question.ask === 'watch' || (question.ask === 'list as it was' && question.version !== version)) {
        const isPast = (compareVersions(version, question.version) ?? 0) < 0;
        const step = resumeStep(from, question, { answer: isPast ? 'too large' : 'expired' });
        restore = step.restore === true;
        question = step.next as ResumeQuestion;
      }
      const step = resumeStep(from, question, { answer: 'list', version });
      const done = take(step);
      return {
        gap: step.gap === true,
        restore,
        meaning: step.write ?? { as: 'comparison' },
        ...(done === undefined ? {} : { done }),
      };
    },
    watched() {
      if (question === undefined) return undefined;
      return take(resumeStep(from, question, { answer: 'watching' }));
    },
  };
}

function beginning({ next }: ResumeStep): Resuming['begin'] {
  if ('done' in next || next.ask === 'list') return {};
  return next.ask === 'watch' ? { after: next.version } : { from: next.version };
}
