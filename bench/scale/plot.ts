import type { CostRow } from './cost-table.ts';

const WIDTH = 760;
const HEIGHT = 420;
const MARGIN = { left: 60, right: 250, top: 20, bottom: 40 };
const HUES = 12;

/**
 * Costs over size, both in powers of ten, each relative to what the smallest size costs: what is proportional to size goes along the
 * dashed line, whatever its unit, and what goes above it grows faster.
 */
export function plotOf(rows: readonly CostRow[], sizes: readonly number[]): string {
  const [first = 1, last = 1] = [sizes[0], sizes.at(-1)];
  const lines = rows.flatMap((row) => {
    const base = row.bySize.get(first);
    const points = [...row.bySize].filter(([, value]) => value > 0);
    return base === undefined || base <= 0 || points.length < 2
      ? []
      : [{ what: row.what, points: points.map(([size, value]) => [size, value / base] as const) }];
  });
  const most = Math.max(last / first, ...lines.flatMap(({ points }) => points.map(([, value]) => value)));
  const least = Math.min(1, ...lines.flatMap(({ points }) => points.map(([, value]) => value)));
  const share = (value: number, from: number, to: number): number => (Math.log10(value) - Math.log10(from)) / (Math.log10(to / from) || 1);
  const x = (size: number): number => MARGIN.left + share(size, first, last) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number): number => HEIGHT - MARGIN.bottom - share(value, least, most) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const path = (points: readonly (readonly [number, number])[]): string =>
    points.map(([a, b]) => `${round(x(a))},${round(y(b))}`).join(' ');
  const legend = lines.toSorted((one, other) => (other.points.at(-1)?.[1] ?? 0) - (one.points.at(-1)?.[1] ?? 0));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...sizes.map((size) => text(x(size), HEIGHT - MARGIN.bottom + 16, `${size.toLocaleString('en')} shops`, 'middle')),
    ...powersBetween(least, most).map((value) => text(MARGIN.left - 8, y(value) + 4, `${value} x`, 'end')),
    `<polyline fill="none" stroke="#888" stroke-dasharray="4 4" points="${path([
      [first, 1],
      [last, last / first],
    ])}"/>`,
    ...legend.flatMap(({ what, points }, index) => {
      const colour = `hsl(${Math.round((index * 360) / HUES) % 360} 65% ${35 + (index % 2) * 12}%)`;
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${path(points)}"/>`,
        `<text x="${WIDTH - MARGIN.right + 12}" y="${MARGIN.top + 14 * index + 8}" fill="${colour}">${escaped(what)}</text>`,
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
}

const round = (value: number): number => Math.round(value * 10) / 10;
const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (atX: number, atY: number, value: string, anchor: string): string =>
  `<text x="${round(atX)}" y="${round(atY)}" text-anchor="${anchor}" fill="#444">${escaped(value)}</text>`;

function powersBetween(least: number, most: number): readonly number[] {
  const [from, to] = [Math.ceil(Math.log10(least)), Math.floor(Math.log10(most))];
  return Array.from({ length: to - from + 1 }, (_, at) => 10 ** (from + at));
}
