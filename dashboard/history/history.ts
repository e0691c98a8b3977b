import type { Clock } from '../../ground/time/clock.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import type { HistoryPicture } from '../wire/past.ts';
import type { RealmPicture, SourcePicture } from '../wire/realm.ts';
import { shown } from '../shown-text.ts';
import type { TroubleLog } from '../trouble/trouble-log.ts';
import { createSeriesNumbers } from './figures.ts';
import { openHistoryFile, type HistoryFile } from './history-file.ts';
import { createMoments, type PastMoment } from './moments.ts';
import { createPacker, packFigures, unpack } from './packing.ts';
import { seriesOf, type SeriesQuestion } from './series.ts';
import { STEPS, stepAt } from './thinning.ts';

/** How the realm was, as far back as it is kept. */
export interface RealmHistory {
  /** The picture of a time, as JSON in bytes; a text says why there is none. */
  at(atMs: number): Promise<Uint8Array | string>;
  series(question: SeriesQuestion): Promise<HistoryPicture>;
  readonly source: Pick<SourcePicture, 'state' | 'says'>;
  /** Keeps what is, now and then, until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export interface HistoryOptions {
  readonly picture: () => RealmPicture;
  /** What is kept beside it. */
  readonly troubles: Pick<TroubleLog, 'all' | 'take'>;
  /** The file that outlives the process. Absent, or where it cannot be used: all is kept in memory alone. */
  readonly file?: string | undefined;
  /** @default as SQLite */
  readonly openFile?: (path: string) => HistoryFile;
  readonly clock: Clock;
  readonly wall: () => number;
  /** @default 24 MiB */
  readonly mostBytes?: number;
}

/** At least seven hours of a thousand shops, and seven days of a few hundred. */
export const MOST_PAST_BYTES = 24 * 2 ** 20;
const [{ stepMs: TICK_MS }, { stepMs: SAVE_MS }] = STEPS;

export function createHistory({
  picture,
  troubles,
  file: path,
  openFile = openHistoryFile,
  clock,
  wall,
  mostBytes = MOST_PAST_BYTES,
}: HistoryOptions): RealmHistory {
  const moments = createMoments(mostBytes);
  const numbers = createSeriesNumbers();
  const packer = createPacker();
  let file: HistoryFile | undefined;
  let says = '';
  let kept: { readonly seq: number; readonly packed: Omit<PastMoment, 'atMs'> } | undefined;

  const attempt = (act: () => void): void => {
    try {
      act();
      says = '';
    } catch (error) {
      says = shown(`the past is kept in memory only: ${messageOf(error)}`);
    }
  };
  const open = (): void =>
    attempt(() => {
      if (path === undefined) return;
      const opened = openFile(path);
      numbers.take(opened.past.names);
      troubles.take(opened.past.troubles);
      for (const moment of opened.past.moments) if (moment.atMs <= wall()) moments.add(moment);
      file = opened;
    });
  const keep = async (): Promise<void> => {
    const now = picture();
    if (now.shops.length === 0 && moments.all.length === 0) return;
    const atMs = wall();
    if (kept?.seq !== now.seq) {
      const figures = await packFigures(numbers.figuresOf(now, atMs));
      kept = { seq: now.seq, packed: { ...(await packer.pack(JSON.stringify(asKept(now)), atMs)), figures } };
    }
    moments.add({ atMs, ...kept.packed });
  };
  const save = (): void => {
    if (file !== undefined) attempt(() => file?.save({ moments: onceAMinute(moments.all), names: numbers.names, troubles: troubles.all }));
  };
  return {
    async at(atMs) {
      const found = momentAt(moments.all, moments.before(atMs), atMs, wall());
      return typeof found === 'string'
        ? found
        : unpack(found).catch((error: unknown) => `what was kept of that time cannot be read: ${messageOf(error)}`);
    },
    series: (question) => seriesOf(moments.all, numbers.names, question),
    get source(): RealmHistory['source'] {
      return says === '' ? { state: 'live', says } : { state: 'stale', says };
    },
    async run(signal) {
      open();
      for (let savedMs = clock.now(); !signal.aborted;) {
        await clock.pause(TICK_MS, signal);
        if (signal.aborted) break;
        await keep();
        if (clock.now() - savedMs < SAVE_MS) continue;
        save();
        savedMs = clock.now();
      }
      save();
      file?.close();
    },
  };
}

/** Pods one by one are of now: what they are together is on their shop. */
const asKept = (picture: RealmPicture): RealmPicture => ({ ...picture, shops: picture.shops.map((shop) => ({ ...shop, pods: [] })) });

/** What goes into the file: nobody reads it before the process has been started again, and then a minute is fine enough. */
const onceAMinute = (moments: readonly PastMoment[]): readonly PastMoment[] =>
  moments.filter(({ atMs }, index) => Math.floor(atMs / SAVE_MS) !== Math.floor((moments[index - 1]?.atMs ?? -1) / SAVE_MS));

/** A moment stands for the time until the next one; where that is longer than a step, nobody was there to look. */
function momentAt(all: readonly PastMoment[], found: PastMoment | undefined, atMs: number, nowMs: number): PastMoment | string {
  const time = (ms: number): string => new Date(ms).toISOString();
  const [first] = all;
  if (first === undefined) return 'nothing of the past is kept yet';
  if (found === undefined) return `nothing is kept from before ${time(first.atMs)}`;
  const step = stepAt(nowMs - found.atMs) ?? Infinity;
  if (atMs - found.atMs <= 2 * step + TICK_MS) return found;
  const next = all.find((moment) => moment.atMs > atMs);
  return next === undefined
    ? `nothing is kept from after ${time(found.atMs)} yet`
    : `nothing is kept from ${time(found.atMs)} to ${time(next.atMs)}`;
}
