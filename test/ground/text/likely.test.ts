import { describe, expect, it } from '@jest/globals';
import { likely } from '../../../ground/text/likely.ts';

const COMMANDS = ['kingdoms', 'shops', 'towns', 'watch', 'up'];
const FLAGS = ['leader-election', 'workers', 'debug', 'resync'];
const KEYS = ['product', 'productInputList', 'amount', 'minimum', 'maximum', 'interval'];

describe('the word that was probably meant', () => {
  it.each([
    ['kingdms', COMMANDS, 'kingdoms'],
    ['shop', COMMANDS, 'shops'],
    ['wach', COMMANDS, 'watch'],
    ['Towns', COMMANDS, 'towns'],
    ['pu', COMMANDS, 'up'],
    ['worker', FLAGS, 'workers'],
    ['dbeug', FLAGS, 'debug'],
    ['leaderElection', FLAGS, 'leader-election'],
    ['leader-elect', FLAGS, 'leader-election'],
    ['Amount', KEYS, 'amount'],
    ['minmum', KEYS, 'minimum'],
    ['productInputs', KEYS, 'productInputList'],
  ])('for %s of %j is %s', (typed, known, word) => expect(likely(typed, known)).toBe(word));

  it.each([
    ['xyzzy', COMMANDS],
    ['zz', COMMANDS],
    ['abc', ['xyz', 'xbz']],
    ['zzz', FLAGS],
    ['color', KEYS],
    ['constructor', KEYS],
    ['', KEYS],
  ])('is nowhere for %j of %j', (typed, known) => expect(likely(typed, known)).toBeUndefined());
});
