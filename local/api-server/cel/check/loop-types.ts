import { DYN, INT, isDynOrError, type CelType } from '../types/cel-type.ts';

/** The types of a loop's variables, one or two, by what it goes over; undefined where nothing can go over that. */
export function loopTypes(range: CelType, two: boolean): readonly [CelType, CelType] | undefined {
  if (range.kind === 'list') return two ? [INT, range.params[0]] : [range.params[0], range.params[0]];
  if (range.kind === 'map') return range.params;
  return isDynOrError(range) || range.kind === 'param' ? [DYN, DYN] : undefined;
}
