import { describe, expect, it } from '@jest/globals';
import { createSources, newSource, nextSource, type SourceEvent } from '../../../dashboard/read/sources.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';

const failed = (code: 'forbidden' | 'unreachable', message = 'could not list pods'): SourceEvent => ({
  is: 'failed',
  error: new ApiError(code, message),
});
const after = (...events: readonly SourceEvent[]) =>
  events.reduce((source, event, index) => nextSource(source, event, index + 1), newSource(0));

describe('a source', () => {
  it.each([
    ['loads until all of it is there', [{ is: 'contact' }], { state: 'loading', sinceMs: 0 }],
    ['is live then', [{ is: 'contact' }, { is: 'listed' }], { state: 'live', sinceMs: 2 }],
    ['stays live', [{ is: 'listed' }, { is: 'listed' }, { is: 'contact' }], { state: 'live', sinceMs: 1 }],
    [
      'is stale from its first failure on',
      [{ is: 'listed' }, failed('unreachable', 'one'), failed('unreachable', 'two')],
      { state: 'stale', sinceMs: 2, says: 'two' },
    ],
    ['still loads where it fails before that', [failed('unreachable')], { state: 'loading', says: 'could not list pods' }],
    [
      'is live again once it is heard from',
      [{ is: 'listed' }, failed('unreachable'), { is: 'contact' }],
      { state: 'live', sinceMs: 3, says: '' },
    ],
    [
      'is refused where the right is missing, and says which to ask for',
      [failed('forbidden')],
      { state: 'refused', sinceMs: 1, says: 'could not list pods: ask for the right to list and watch it' },
    ],
    ['is live once the right is given', [failed('forbidden'), { is: 'listed' }], { state: 'live', sinceMs: 2, says: '' }],
  ] as const)('%s', (_, events, expected) => expect(after(...(events as readonly SourceEvent[]))).toMatchObject(expected));
});

describe('the sources', () => {
  it('tell of each change once, and forget a kingdom that is gone', () => {
    let changes = 0;
    const sources = createSources(
      () => 0,
      () => (changes += 1),
    );
    const [pods] = [sources.add('pods', 'one'), sources.add('pods', 'two')];
    expect(changes).toBe(2);
    pods({ is: 'listed' });
    pods({ is: 'contact' });
    expect([changes, sources.pictures().map(({ kingdom, state }) => `${kingdom} ${state}`)]).toEqual([3, ['one live', 'two loading']]);
    sources.drop('one');
    pods(failed('unreachable'));
    expect([changes, sources.pictures().map(({ kingdom }) => kingdom)]).toEqual([4, ['two']]);
  });
});
