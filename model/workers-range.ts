/** How many workers a shop may have. Where the two differ, demand says how many it has. */
export interface WorkersRange {
  readonly from: number;
  readonly to: number;
}

/** As many as demand may give to one shop. */
export const MOST_WORKERS = 1000;

export const workersRange = (replicas: number | WorkersRange = 1): WorkersRange =>
  typeof replicas === 'number' ? { from: replicas, to: replicas } : replicas;

/** Whether demand decides: its Deployment then does not say how many. */
export const isLeftToDemand = ({ from, to }: WorkersRange): boolean => from < to;

/** `1-5`, as the annotation has it. */
export const rangeText = ({ from, to }: WorkersRange): string => `${from}-${to}`;

/** Reads what `rangeText` wrote; an annotation edited by hand may be anything. */
export function readRange(text: string): WorkersRange | undefined {
  const [, from, to] = /^(\d{1,4})-(\d{1,4})$/.exec(text.trim()) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const range = { from: Number(from), to: Number(to) };
  return range.from >= 1 && range.from <= range.to && range.to <= MOST_WORKERS ? range : undefined;
}
