import { describe, expect, it } from '@jest/globals';
import { constants, gunzipSync } from 'node:zlib';
import { createViewers, MOST_VIEWERS, MOST_WAITING_BYTES, type ViewerSocket, type Viewers } from '../../../dashboard/serve/viewers.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';

/** The other end: what it got, and how much it has not taken yet. */
class Reader implements ViewerSocket {
  writableLength = 0;
  ended = false;
  readonly #chunks: Uint8Array[] = [];
  readonly #listeners = new Map<string, () => void>();
  write(bytes: Uint8Array) {
    this.#chunks.push(bytes);
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
  get bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
  get got(): readonly string[] {
    return eventsIn(Buffer.from(this.bytes).toString());
  }
}

const eventsIn = (text: string): readonly string[] =>
  text.split('\n\n').flatMap((event) => {
    const name = /^event: (\w+)$/m.exec(event)?.[1];
    return name === undefined ? [] : [`${name} ${/^id: (\d+)$/m.exec(event)?.[1] ?? ''}`.trim()];
  });

const at = '2026-01-02T12:00:00.000Z';
const joined = (viewers: Viewers, after?: number, takesGzip = false): Reader => {
  const reader = new Reader();
  viewers.join(reader, { after, takesGzip });
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

  it('that takes gzip gets one zipped stream, from wherever it begins', () => {
    const { viewers } = begin(101, 102);
    const [whole, later] = [joined(viewers, 100, true), joined(viewers, 101, true)];
    viewers.change({ seq: 103, at });
    viewers.beat({ seq: 103, at, build: 'b', sources: [] });
    const unzipped = (reader: Reader) => eventsIn(gunzipSync(reader.bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString());
    expect(unzipped(whole)).toEqual(['change 101', 'change 102', 'change 103', 'beat']);
    expect(unzipped(later)).toEqual(['change 102', 'change 103', 'beat']);
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
