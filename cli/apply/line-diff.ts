/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** `- ` what goes, `+ ` what comes, with a few lines around, and `…` where lines are left out. */
export function lineDiff(before: readonly string[], after: readonly string[]): readonly string[] {
  const steps = stepsOf(before, after);
  const near = steps.map((_, index) => steps.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' '));
  return steps.flatMap(({ sign, line }, index) =>
    near[index] ? [`${sign} ${line}`] : near[index - 1] === true || (index === 0 && near.includes(true)) ? ['  …'] : [],
  );
}

interface Step {
  readonly sign: ' ' | '+' | '-';
  readonly line: string;
}

/** By the longest common subsequence: manifests are short enough for its table. */
function stepsOf(before: readonly string[], after: readonly string[]): readonly Step[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const line = lengths[row];
      if (line)
        line[column] = before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  const steps: Step[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [old, fresh] = [before[row], after[column]];
    const goes = old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1));
    const step: Step =
      old !== undefined && old === fresh ? { sign: ' ', line: old } : goes ? { sign: '-', line: old } : { sign: '+', line: fresh ?? '' };
    steps.push(step);
    if (step.sign !== '+') row += 1;
    if (step.sign !== '-') column += 1;
  }
  return steps;
}
