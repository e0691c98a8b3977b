import type { HistoryPicture, SeriesPicture } from '../wire/past.ts';
import { WIRE_VERSION } from '../wire/realm.ts';
import type { NumberedSeries } from './figures.ts';
import type { PastMoment } from './moments.ts';
import { unpackFigures } from './packing.ts';

/** Which lines of figures are asked for, and of which time. */
export interface SeriesQuestion {
  /** Empty: all shops together; `*`: each shop by itself. */
  readonly shop: string;
  /** Empty: every good. */
  readonly good: string;
  /** Empty: whatever there is. */
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
}

/** In one answer: more nobody looks at, and writing them down keeps everybody else waiting. */
const MOST_FIGURES = 200_000;

/** The figures of a time, in so many steps: of each step the last; null where nothing is known. A gap stays a gap. */
export async function seriesOf(
  moments: readonly PastMoment[],
  names: readonly NumberedSeries[],
  question: SeriesQuestion,
): Promise<HistoryPicture> {
  const { fromMs, toMs, points } = question;
  const stepMs = (toMs - fromMs) / points;
  const wanted = wantedOf(names, question).slice(0, Math.floor(MOST_FIGURES / points));
  const values = wanted.map(() => Array<number | null>(points).fill(null));
  for (const [step, moment] of stepsOf(moments, fromMs, toMs, stepMs)) {
    const figures = await unpackFigures(moment.figures);
    wanted.forEach(({ number, sinceMs }, index) => {
      const line = values[index];
      if (line !== undefined && moment.atMs >= sinceMs) line[step] = figureOf(figures[number]);
    });
  }
  return {
    version: WIRE_VERSION,
    times: Array.from({ length: points }, (_, index) => Math.round(fromMs + (index + 1) * stepMs)),
    since: moments[0]?.atMs ?? null,
    series: wanted.flatMap(({ shop, good, what }, index): readonly SeriesPicture[] => {
      const line = values[index] ?? [];
      return line.every((value) => value === null) ? [] : [{ shop, good, what, values: line }];
    }),
  };
}

/** The last moment of each step that has one. */
function stepsOf(moments: readonly PastMoment[], fromMs: number, toMs: number, stepMs: number): ReadonlyMap<number, PastMoment> {
  const last = Math.round((toMs - fromMs) / stepMs) - 1;
  const steps = new Map<number, PastMoment>();
  for (const moment of moments)
    if (moment.atMs >= fromMs && moment.atMs < toMs) steps.set(Math.min(last, Math.floor((moment.atMs - fromMs) / stepMs)), moment);
  return steps;
}

const wantedOf = (names: readonly NumberedSeries[], { shop, good, what }: SeriesQuestion) =>
  names.flatMap((name, number) => {
    const rightShop = shop === '*' ? name.shop !== '' && name.good === '' : name.shop === shop;
    const rightGood = good === '' ? shop === '' || shop === '*' || name.good !== '' : name.good === good;
    return rightShop && rightGood && (what === '' || name.what === what) ? [{ ...name, number }] : [];
  });

const figureOf = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(5));
