/** Rows as lines, one below the other, as kubectl prints them: `gap` between columns, nothing after the last. */
export function columns(rows: readonly (readonly string[])[], gap = '   '): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}
