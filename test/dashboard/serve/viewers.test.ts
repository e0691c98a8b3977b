import { describe, expect, it } from '@jest/globals';
import { createViewers, MOST_VIEWERS, MOST_WAITING_BYTES, type ViewerSocket, type Viewers } from '../../../dashboard/serve/viewers.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';

/** The other end: what it got, and how much it has not taken yet. */
class Reader implements ViewerSocket {
  writableLength = 0;
  ended = false;
  readonly #events: string[] = [];
  readonly #listeners = new Map<string, () => void>();
  write(text: string) {
    this.#events.push(text);
  }
  end() {
    this.ended = true;
  }
  on(event: 'close' | 'drain', listener: () => void) {
    this.#listeners.set(event, listener);
  }
  tell(event: 'close' | 'drain') {
    this.#listeners.get(event)?.();
  }
  get got(): readonly string[] {
    return this.#events.flatMap((text) => {
      const name = /^event: (\w+)$/m.exec(text)?.[1];
      return name === undefined ? [] : [`${name} ${/^id: (\d+)$/m.exec(text)?.[1] ?? ''}`.trim()];
    });
  }
}

const at = '2026-01-02T12:00:00.000Z';
const joined = (viewers: Viewers, after?: number): Reader => {
  const reader = new Reader();
  viewers.join(reader, after);
  return reader;
};
const begin = (...seqs: readonly number[]) => {
  const clock = createVirtualClock();
  const viewers = createViewers(clock, 100);
  for (const seq of seqs) viewers.change({ seq, at });
  return { clock, viewers };
};

describe('a viewer', () => {
  it('is told what happens from when it came', () => {
    const { viewers } = begin(101);
    const reader = joined(viewers);
    viewers.change({ seq: 102, at });
    viewers.beat({ seq: 102, at, build: 'b', sources: [] });
    expect(reader.got).toEqual(['change 102', 'beat']);
  });

  it('goes on from where it was', () => {
    const { viewers } = begin(101, 102, 103);
    expect([joined(viewers, 101).got, joined(viewers, 103).got, joined(viewers, 100).got]).toEqual([
      ['change 102', 'change 103'],
      [],
      ['change 101', 'change 102', 'change 103'],
    ]);
  });

  it.each([
    ['before all that is remembered', 99],
    ['after all that has happened: of another server', 104],
  ])('that was %s fetches everything again', (_, after) => {
    const { viewers } = begin(101, 102, 103);
    expect(joined(viewers, after).got).toEqual(['again']);
  });

  it('that was away for more than a minute fetches everything again', async () => {
    const { viewers, clock } = begin(101);
    await clock.advance(61_000);
    viewers.change({ seq: 102, at });
    expect([joined(viewers, 100).got, joined(viewers, 101).got]).toEqual([['again'], ['change 102']]);
  });

  it('that reads too slowly costs no more than its room, and fetches everything once it has read', () => {
    const { viewers } = begin();
    const [slow, quick] = [joined(viewers), joined(viewers)];
    slow.writableLength = MOST_WAITING_BYTES + 1;
    viewers.change({ seq: 101, at });
    viewers.change({ seq: 102, at });
    expect([slow.got, quick.got]).toEqual([[], ['change 101', 'change 102']]);
    slow.writableLength = 0;
    slow.tell('drain');
    viewers.change({ seq: 103, at });
    expect(slow.got).toEqual(['again', 'change 103']);
  });

  it('that has gone is told nothing more, and makes room', () => {
    const { viewers } = begin();
    const readers = Array.from({ length: MOST_VIEWERS }, () => joined(viewers));
    expect(viewers.full).toBe(true);
    readers[0]?.tell('close');
    viewers.change({ seq: 101, at });
    expect([viewers.full, readers[0]?.got, readers[1]?.got]).toEqual([false, [], ['change 101']]);
  });

  it('is told when the server ends', () => {
    const { viewers } = begin();
    const reader = joined(viewers);
    viewers.close();
    expect([reader.ended, viewers.size]).toEqual([true, 0]);
  });
});
