import { describe, expect, it } from '@jest/globals';
import {
  beginResume,
  resumeStep,
  type ResumeAnswer,
  type ResumeFrom,
  type ResumeStep,
} from '../../../../controllers/resource-events/resume/resume-plan.ts';

const from = (fields: Partial<ResumeFrom>): ResumeFrom => ({ silentFirst: false, listsNewerOnly: false, ...fields });

/** All steps, where the server answers these things in turn. */
function walk(known: ResumeFrom, ...answers: readonly ResumeAnswer[]): readonly ResumeStep[] {
  const steps = [beginResume(known)];
  for (const answer of answers) {
    const next = steps.at(-1)?.next;
    if (next === undefined || 'done' in next) throw new Error('it is done already');
    steps.push(resumeStep(known, next, answer));
  }
  return steps;
}
const list = (version: string): ResumeAnswer => ({ answer: 'list', version });
const watching: ResumeAnswer = { answer: 'watching' };
const expired: ResumeAnswer = { answer: 'expired' };

describe('a resource is resumed', () => {
  it('with nothing known: everything is listed', () => {
    expect(walk(from({}), list('9'))).toEqual([
      { next: { ask: 'list', how: 'first' } },
      { write: { as: 'listed' }, next: { done: 'first', version: '9' } },
    ]);
    expect(walk(from({ silentFirst: true }), list('9')).at(-1)).toMatchObject({ write: { as: 'baseline' } });
  });

  it('from the checkpoint: the list as it was, and all that changed since', () =>
    expect(walk(from({ checkpoint: '5' }), list('5'), watching)).toEqual([
      { next: { ask: 'list as it was', version: '5' } },
      { write: { as: 'baseline' }, next: { ask: 'watch', version: '5', how: 'watch' } },
      { next: { done: 'watch', version: '5' } },
    ]));

  it('by comparison with what is there now, where the server has the states and not the changes', () =>
    expect(walk(from({ checkpoint: '5' }), list('5'), expired, list('9')).slice(2)).toEqual([
      { next: { ask: 'list', how: 'compare' } },
      { write: { as: 'comparison' }, next: { done: 'compare', version: '9' } },
    ]));

  it('by comparison with stored states, where the server has forgotten', () =>
    expect(walk(from({ checkpoint: '5', stored: '4' }), expired, list('9'))).toEqual([
      { next: { ask: 'list as it was', version: '5' } },
      { restore: true, next: { ask: 'list', how: 'stored' } },
      { write: { as: 'comparison' }, next: { done: 'stored', version: '9' } },
    ]));

  it('from stored states at once, where they are as new as the checkpoint', () => {
    expect(walk(from({ checkpoint: '5', stored: '7' }), watching)).toEqual([
      { restore: true, next: { ask: 'watch', version: '7', how: 'stored' } },
      { next: { done: 'stored', version: '7' } },
    ]);
    expect(walk(from({ stored: '7' }), expired, list('9')).at(-1)).toEqual({
      write: { as: 'comparison' },
      next: { done: 'stored', version: '9' },
    });
  });

  it('with a gap, where nobody knows', () =>
    expect(walk(from({ checkpoint: '5' }), expired, list('9')).at(-1)).toEqual({
      gap: true,
      write: { as: 'listed' },
      next: { done: 'gap', version: '9' },
    }));

  it('with a gap in which only what is newer is listed, where the format has no word for it', () => {
    const known = from({ checkpoint: '5', listsNewerOnly: true });
    expect(walk(known, expired, list('9')).at(-1)).toMatchObject({ gap: true, write: { as: 'listed', newerThan: '5' } });
    expect(walk(known, { answer: 'too large' }, list('3')).at(-1)).toMatchObject({ gap: true, write: { as: 'listed' } });
  });

  it('with a gap, where the server does not know of lists as they were', () => {
    const gap = { gap: true, write: { as: 'listed' }, next: { done: 'gap', version: '9' } };
    expect(walk(from({ checkpoint: '5' }), list('9')).at(-1)).toEqual(gap);
    expect(walk(from({ checkpoint: '5' }), { answer: 'not understood' }, list('9')).at(-1)).toEqual(gap);
  });

  it('with a gap, where the server was restored from a backup, whatever is stored', () => {
    expect(walk(from({ checkpoint: '5', stored: '4' }), { answer: 'too large' })).toContainEqual({ next: { ask: 'list', how: 'gap' } });
    expect(walk(from({ stored: '7' }), { answer: 'too large' })).toContainEqual({ next: { ask: 'list', how: 'gap' } });
  });
});
