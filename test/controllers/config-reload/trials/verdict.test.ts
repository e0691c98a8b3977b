import { describe, expect, it } from '@jest/globals';
import { verdictOn } from './verdict.ts';

const of = (values: readonly string[]) => new Map([['web', new Map([['A', values]])]]);
const verdict = (seen: readonly string[], written: readonly string[], stray: readonly string[] = []) =>
  verdictOn({ variables: seen.length === 0 ? new Map() : of(seen), stray }, written.length === 0 ? new Map() : of(written));
const right = { lost: [], wrong: [], stray: [] };

describe('the verdict on rolls', () => {
  it.each<[string, readonly string[], readonly string[], object]>([
    ['nothing for nothing', [], [], right],
    ['one for one', ['1'], ['1'], right],
    ['each of two', ['1', '2'], ['1', '2'], right],
    ['one for two', ['2'], ['1', '2'], right],
    ['a lost one', [], ['1'], { ...right, lost: ['web A'] }],
    ['a lost last one', ['1'], ['1', '2'], { ...right, lost: ['web A'] }],
    ['one twice', ['1', '1'], ['1'], { ...right, wrong: ['web A'] }],
    ['one for nothing', ['1'], [], { ...right, wrong: ['web A'] }],
    ['one that nobody wrote', ['0', '1'], ['1'], { ...right, wrong: ['web A'] }],
    ['the old one after the new one', ['2', '1'], ['1', '2'], { ...right, wrong: ['web A'], lost: ['web A'] }],
    ['a variable that is taken away', ['1', ''], ['1'], { ...right, wrong: ['web A'], lost: ['web A'] }],
  ])('%s', (_, seen, written, expected) => expect(verdict(seen, written)).toEqual(expected));

  it('names other changes of a template', () => expect(verdict([], [], ['web'])).toEqual({ ...right, stray: ['web'] }));
});
