import type { HistoryPicture, SeriesPicture } from '../wire/past.ts';
import { WIRE_VERSION } from '../wire/realm.ts';
import type { SeriesName } from './figures.ts';
import type { PastMoment } from './moments.ts';

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
export function seriesOf(moments: readonly PastMoment[], names: readonly SeriesName[], question: SeriesQuestion): HistoryPicture {
  const { shop, good, what, fromMs, toMs, points } = question;
  const stepMs = (toMs - fromMs) / points;
  const steps: (PastMoment | undefined)[] = Array.from({ length: points });
  for (const moment of moments)
    if (moment.atMs >= fromMs && moment.atMs < toMs) steps[Math.min(points - 1, Math.floor((moment.atMs - fromMs) / stepMs))] = moment;
  const wanted = names.flatMap((name, number) => {
    const rightShop = shop === '*' ? name.shop !== '' && name.good === '' : name.shop === shop;
    const rightGood = good === '' ? shop === '' || shop === '*' || name.good !== '' : name.good === good;
    return rightShop && rightGood && (what === '' || name.what === what) ? [{ name, number }] : [];
  });
  return {
    version: WIRE_VERSION,
    times: steps.map((_, index) => Math.round(fromMs + (index + 1) * stepMs)),
    since: moments[0]?.atMs ?? null,
    series: wanted.slice(0, Math.floor(MOST_FIGURES / points)).flatMap(({ name, number }): readonly SeriesPicture[] => {
      const values = steps.map((moment) => figureOf(moment?.figures[number]));
      return values.every((value) => value === null) ? [] : [{ ...name, values }];
    }),
  };
}

const figureOf = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(5));
