import type { CostRow } from './cost-table.ts';

const WIDTH = 830;
const PANEL = { height: 300, left: 60, right: 370, top: 30, bottom: 36 };
const HUES = 12;

interface Panel {
  readonly title: string;
  readonly holds: (row: CostRow) => boolean;
  /** What all rows of it begin or end with, which its title says already. */
  readonly said: RegExp;
}

const isProcessor = ({ what }: CostRow): boolean => what.includes('processor time');
const PANELS: readonly Panel[] = [
  { title: 'time', holds: (row) => row.unit !== 'MiB' && !isProcessor(row), said: /, until it is answered, p50$/ },
  { title: 'processor time', holds: isProcessor, said: /: processor time( until it rests)?$/ },
  { title: 'memory', holds: ({ unit }) => unit === 'MiB', said: /: memory at (rest|most)$/ },
];

/**
 * Costs over size, both in powers of ten, each relative to what the smallest size costs: what is proportional to size goes along the
 * dashed line, whatever its unit, and what goes above it grows faster.
 */
export function plotOf(rows: readonly CostRow[], sizes: readonly number[]): string {
  const height = PANELS.length * PANEL.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...PANELS.flatMap((panel, index) => [`<g transform="translate(0 ${index * PANEL.height})">`, ...panelOf(panel, rows, sizes), '</g>']),
    '</svg>',
    '',
  ].join('\n');
}

function panelOf({ title, holds, said }: Panel, rows: readonly CostRow[], sizes: readonly number[]): readonly string[] {
  const [first = 1, last = 1] = [sizes[0], sizes.at(-1)];
  const lines = rows.filter(holds).flatMap(({ what, bySize }) => {
    const base = bySize.get(first);
    const points = [...bySize].filter(([, value]) => value > 0);
    return base === undefined || base <= 0 || points.length < 2
      ? []
      : [{ what: what.replace(said, ''), points: points.map(([size, value]) => [size, value / base] as const) }];
  });
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const [least, most] = [Math.min(1, ...values), Math.max(last / first, ...values)];
  const share = (value: number, from: number, to: number): number => Math.log10(value / from) / (Math.log10(to / from) || 1);
  const x = (size: number): number => PANEL.left + share(size, first, last) * (WIDTH - PANEL.left - PANEL.right);
  const y = (value: number): number => PANEL.height - PANEL.bottom - share(value, least, most) * (PANEL.height - PANEL.top - PANEL.bottom);
  const path = (points: readonly (readonly [number, number])[]): string =>
    points.map((at) => `${round(x(at[0]))},${round(y(at[1]))}`).join(' ');
  const steepest = lines.toSorted((one, other) => lastOf(other) - lastOf(one));
  return [
    text(PANEL.left, 18, `${title}, of which ${first.toLocaleString('en')} shops take 1`, 'start'),
    ...sizes.map((size) => text(x(size), PANEL.height - PANEL.bottom + 16, `${size.toLocaleString('en')} shops`, 'middle')),
    ...powersBetween(least, most).map((value) => text(PANEL.left - 8, y(value) + 4, `${value} x`, 'end')),
    `<polyline fill="none" stroke="#888" stroke-dasharray="4 4" points="${path([
      [first, 1],
      [last, last / first],
    ])}"/>`,
    ...steepest.flatMap(({ what, points }, index) => {
      const colour = `hsl(${Math.round((index * 360) / HUES) % 360} 65% ${35 + (index % 2) * 12}%)`;
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${path(points)}"/>`,
        `<text x="${WIDTH - PANEL.right + 40}" y="${PANEL.top + 14 * index}" fill="${colour}">${escaped(what)}</text>`,
      ];
    }),
  ];
}

const lastOf = ({ points }: { readonly points: readonly (readonly [number, number])[] }): number => points.at(-1)?.[1] ?? 0;
const round = (value: number): number => Math.round(value * 10) / 10;
const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (atX: number, atY: number, value: string, anchor: string): string =>
  `<text x="${round(atX)}" y="${round(atY)}" text-anchor="${anchor}" fill="#444">${escaped(value)}</text>`;

function powersBetween(least: number, most: number): readonly number[] {
  const [from, to] = [Math.ceil(Math.log10(least)), Math.floor(Math.log10(most))];
  return Array.from({ length: to - from + 1 }, (_, at) => 10 ** (from + at));
}
