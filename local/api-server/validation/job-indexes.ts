const bounds = (part: string): readonly string[] => part.split('-');
const isInteger = (text: string): boolean => /^[+-]?\d+$/.test(text);

/** What is wrong with indexes such as `0,2-4`, of a Job with so many completions. */
export function indexesProblem(text: string, completions: number): string | undefined {
  let last: number | undefined;
  for (const part of text === '' ? [] : text.split(',')) {
    const limits = bounds(part);
    if (limits.length > 2)
      return `the fragment ${JSON.stringify(part)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    for (const limit of limits) {
      if (!isInteger(limit)) return `cannot convert string to integer for index: ${JSON.stringify(limit)}`;
      if (Number(limit) >= completions) return `too large index: ${JSON.stringify(limit)}`;
    }
    const [from = 0, to] = limits.map(Number);
    if (to !== undefined && from >= to) return `non-increasing order, previous: ${from}, current: ${to}`;
    if (last !== undefined && last >= from) return `non-increasing order, previous: ${last}, current: ${from}`;
    last = to ?? from;
  }
  return undefined;
}

/** How many those are. */
export const indexTotal = (text: string): number =>
  (text === '' ? [] : text.split(',')).reduce((total, part) => {
    const [from = 0, to = from] = bounds(part).map(Number);
    return total + to - from + 1;
  }, 0);

/** The first of them that is in both; what is wrong with either is told elsewhere. */
export function commonIndex(one: string, other: string, completions: number): number | undefined {
  const ranges = [one, other].map((text) =>
    text
      .split(',')
      .filter((part) => part !== '' && indexesProblem(part, completions) === undefined)
      .map((part) => bounds(part).map(Number))
      .map(([from = 0, to = from]) => ({ from, to })),
  );
  const [ours = [], theirs = []] = ranges;
  const shared = ours.flatMap((a) => theirs.filter((b) => a.from <= b.to && b.from <= a.to).map((b) => Math.max(a.from, b.from)));
  return shared.length === 0 ? undefined : Math.min(...shared);
}
