import type { Clock } from '../../ground/time/clock.ts';
import type { Beat, RealmChange } from '../wire/stream.ts';
import { streamEvent, ZIPPED_BEGIN, type StreamEvent } from './stream-event.ts';

/** What a viewer's answer is to this folder: a part of Node's ServerResponse. */
export interface ViewerSocket {
  readonly writableLength: number;
  write(bytes: Uint8Array): unknown;
  end(): unknown;
  on(event: 'close' | 'drain', listener: () => void): unknown;
}

/** All who look at the realm now. What happens is written down and zipped once, for all of them. */
export interface Viewers {
  readonly size: number;
  /** There are as many as may be. */
  readonly full: boolean;
  /** Tells a viewer all that happens from now on, and before that what has happened since `after`. */
  join(socket: ViewerSocket, wishes: ViewerWishes): void;
  change(change: RealmChange): void;
  beat(beat: Beat): void;
  /** Ends all of their streams. */
  close(): void;
}

interface ViewerWishes {
  /** The number of the last change that it knows of. */
  readonly after?: number | undefined;
  readonly takesGzip: boolean;
}

interface Viewer extends Pick<ViewerWishes, 'takesGzip'> {
  readonly socket: ViewerSocket;
  /** It reads too slowly: what it misses it will fetch whole. */
  behind: boolean;
}

interface Told {
  readonly seq: number;
  readonly atMs: number;
  readonly event: StreamEvent;
}

export const MOST_VIEWERS = 200;
/** As much as may wait for one reader. */
export const MOST_WAITING_BYTES = 2 ** 20;
/** A viewer whose connection broke goes on from where it was, within this time. */
const REMEMBERED_MS = 60_000;
/** Nor more than this of it. */
const MOST_REMEMBERED = 2 * 2 ** 20;

/** `seq` is that of the picture before the first change. */
export function createViewers(clock: Clock, seq: number): Viewers {
  const viewers = new Set<Viewer>();
  const told: Told[] = [];
  let last = seq;
  let rememberedFrom = seq;
  let remembered = 0;

  const write = ({ socket, takesGzip }: Viewer, { zipped, plain }: StreamEvent): void => void socket.write(takesGzip ? zipped : plain);
  const send = (viewer: Viewer, event: StreamEvent): void => {
    if (viewer.behind) return;
    if (viewer.socket.writableLength > MOST_WAITING_BYTES) viewer.behind = true;
    else write(viewer, event);
  };
  const remember = (entry: Told): void => {
    told.push(entry);
    remembered += entry.event.zipped.length;
    for (;;) {
      const [oldest] = told;
      if (oldest === undefined || (entry.atMs - oldest.atMs < REMEMBERED_MS && remembered < MOST_REMEMBERED)) return;
      told.shift();
      remembered -= oldest.event.zipped.length;
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
    join(socket, { after, takesGzip }) {
      const viewer: Viewer = { socket, takesGzip, behind: false };
      viewers.add(viewer);
      socket.on('close', () => viewers.delete(viewer));
      socket.on('drain', () => {
        if (!viewer.behind) return;
        viewer.behind = false;
        write(viewer, AGAIN);
      });
      if (takesGzip) socket.write(ZIPPED_BEGIN);
      write(viewer, RETRY);
      if (after === undefined || after === last) return;
      if (after < rememberedFrom || after > last) write(viewer, AGAIN);
      else for (const { seq: at, event } of told) if (at > after) send(viewer, event);
    },
    change(change) {
      const event = eventOf('change', change, change.seq);
      last = change.seq;
      remember({ seq: change.seq, atMs: clock.now(), event });
      for (const viewer of viewers) send(viewer, event);
    },
    beat(beat) {
      const event = eventOf('beat', beat);
      for (const viewer of viewers) send(viewer, event);
    },
    close() {
      for (const { socket } of viewers) socket.end();
      viewers.clear();
    },
  };
}

const eventOf = (name: string, data: object, id?: number): StreamEvent =>
  streamEvent(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/** The picture has to be fetched whole: what happened in between is not known here any more. */
const AGAIN = eventOf('again', {});
const RETRY = streamEvent('retry: 1000\n\n');
