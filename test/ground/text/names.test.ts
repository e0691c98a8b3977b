import { describe, expect, it } from '@jest/globals';
import { isDnsLabel, isDnsSubdomain, isLetterLabel, isName, isQualifiedName } from '../../../ground/text/names.ts';

const x = (count: number): string => 'x'.repeat(count);

describe.each([
  ['a DNS label', isDnsLabel, ['a', '0', 'a-b', '0-9', x(63)], ['', '-a', 'a-', 'A', 'a.b', 'a_b', 'a\n', x(64)]],
  ['a label that begins with a letter', isLetterLabel, ['a', 'a0', 'a-b', x(63)], ['', '0a', '-a', 'a-', 'A', x(64)]],
  [
    'a DNS subdomain',
    isDnsSubdomain,
    ['a', 'a.b', '0.example-1.com', Array.from({ length: 127 }, () => 'x').join('.')],
    ['', '.a', 'a.', 'a..b', 'a-.b', 'A.b', 'a_b', Array.from({ length: 128 }, () => 'x').join('.')],
  ],
  ['a name', isName, ['a', 'A', '9', 'a.B_c-d', x(63)], ['', '.a', 'a.', '_', 'a b', 'a/b', x(64)]],
  [
    'a qualified name',
    isQualifiedName,
    ['team', 'example.com/team', 'a/B_c', `${x(63)}.x/${x(63)}`],
    ['', '/', '/a', 'a/', 'a/b/c', 'Example.com/a', 'a..b/c', `a/${x(64)}`],
  ],
])('%s', (_, is, good, bad) => {
  it.each(good)('can be "%s"', (text) => expect(is(text)).toBe(true));
  it.each(bad)('cannot be %j', (text) => expect(is(text)).toBe(false));
});
