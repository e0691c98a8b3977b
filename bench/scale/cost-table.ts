/** What something costs, by how many shops there are. */
export interface CostRow {
  readonly what: string;
  readonly unit: string;
  readonly bySize: ReadonlyMap<number, number>;
}

/** Costs as they are measured, one row each thing. */
export interface CostTable {
  readonly rows: readonly CostRow[];
  add(what: string, unit: string, size: number, value: number): void;
}

export function createCostTable(): CostTable {
  const rows = new Map<string, { readonly what: string; readonly unit: string; readonly bySize: Map<number, number> }>();
  return {
    get rows() {
      return [...rows.values()];
    },
    add(what, unit, size, value) {
      const row = rows.get(what) ?? { what, unit, bySize: new Map() };
      rows.set(what, row);
      row.bySize.set(size, value);
    },
  };
}

/**
 * By which power of the size it grows, between the two largest sizes: 0 is no growth, 1 is proportional. A logarithmic factor adds some
 * 0.1 at these sizes.
 */
function slopeOf({ bySize }: CostRow): number | undefined {
  const [larger, smaller] = [...bySize].sort(([one], [other]) => other - one);
  if (larger === undefined || smaller === undefined || smaller[1] <= 0 || larger[1] <= 0) return undefined;
  return Math.log(larger[1] / smaller[1]) / Math.log(larger[0] / smaller[0]);
}

/** As Markdown has it. */
export function tableText(rows: readonly CostRow[], sizes: readonly number[]): string {
  const head = ['', ...sizes.map((size) => `${size.toLocaleString('en')} shops`), 'grows by the power'];
  const body = rows.map((row) => [
    `${row.what}, ${row.unit}`,
    ...sizes.map((size) => numberText(row.bySize.get(size))),
    slopeOf(row)?.toFixed(2) ?? '',
  ]);
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Few digits, and none that nobody measured. */
export const numberText = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value)
    ? ''
    : value >= 100
      ? Math.round(value).toLocaleString('en')
      : value.toFixed(value >= 10 ? 1 : 2);
