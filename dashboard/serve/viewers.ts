import type { Clock } from '../../ground/time/clock.ts';
import type { Beat, RealmChange } from '../wire/stream.ts';

/** What a viewer's answer is to this folder: a part of Node's ServerResponse. */
export interface ViewerSocket {
  readonly writableLength: number;
  write(text: string): unknown;
  end(): unknown;
  on(event: 'close' | 'drain', listener: () => void): unknown;
}

/** All who look at the realm now. What happens is written down once, for all of them. */
export interface Viewers {
  readonly size: number;
  /** There are as many as may be. */
  readonly full: boolean;
  /** Tells a viewer all that happens from now on, and before that what has happened since `after`. */
  join(socket: ViewerSocket, after: number | undefined): void;
  change(change: RealmChange): void;
  beat(beat: Beat): void;
  /** Ends all of their streams. */
  close(): void;
}

interface Viewer {
  readonly socket: ViewerSocket;
  /** It reads too slowly: what it misses it will fetch whole. */
  behind: boolean;
}

interface Told {
  readonly seq: number;
  readonly atMs: number;
  readonly text: string;
}

export const MOST_VIEWERS = 200;
/** As much as may wait for one reader. */
export const MOST_WAITING_BYTES = 2 ** 20;
/** A viewer whose connection broke goes on from where it was, within this time. */
const REMEMBERED_MS = 60_000;
/** Nor more than this of it. */
const MOST_REMEMBERED = 8 * 2 ** 20;

/** `seq` is that of the picture before the first change. */
export function createViewers(clock: Clock, seq: number): Viewers {
  const viewers = new Set<Viewer>();
  const told: Told[] = [];
  let last = seq;
  let rememberedFrom = seq;
  let remembered = 0;

  const send = (viewer: Viewer, text: string): void => {
    if (viewer.behind) return;
    if (viewer.socket.writableLength > MOST_WAITING_BYTES) viewer.behind = true;
    else viewer.socket.write(text);
  };
  const remember = (entry: Told): void => {
    told.push(entry);
    remembered += entry.text.length;
    for (;;) {
      const [oldest] = told;
      if (oldest === undefined || (entry.atMs - oldest.atMs < REMEMBERED_MS && remembered < MOST_REMEMBERED)) return;
      told.shift();
      remembered -= oldest.text.length;
      rememberedFrom = oldest.seq;
    }
  };
  return {
    get size() {
      return viewers.size;
    },
    get full() {
      return viewers.size >= MOST_VIEWERS;
    },
    join(socket, after) {
      const viewer: Viewer = { socket, behind: false };
      viewers.add(viewer);
      socket.on('close', () => viewers.delete(viewer));
      socket.on('drain', () => {
        if (!viewer.behind) return;
        viewer.behind = false;
        socket.write(AGAIN);
      });
      socket.write(RETRY);
      if (after === undefined || after === last) return;
      if (after < rememberedFrom || after > last) socket.write(AGAIN);
      else for (const { seq: at, text } of told) if (at > after) send(viewer, text);
    },
    change(change) {
      const text = eventText('change', change, change.seq);
      last = change.seq;
      remember({ seq: change.seq, atMs: clock.now(), text });
      for (const viewer of viewers) send(viewer, text);
    },
    beat(beat) {
      const text = eventText('beat', beat);
      for (const viewer of viewers) send(viewer, text);
    },
    close() {
      for (const { socket } of viewers) socket.end();
      viewers.clear();
    },
  };
}

const eventText = (name: string, data: object, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** The picture has to be fetched whole: what happened in between is not known here any more. */
const AGAIN = eventText('again', {});
const RETRY = 'retry: 1000\n\n';
