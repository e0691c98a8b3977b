import { DYN, INT, type CelType } from '../types/cel-type.ts';

/** The types of a loop's variables, one or two, by what it goes over; undefined where nothing can go over that. */
export function loopTypes(range: CelType, two: boolean): readonly [CelType, CelType] | undefined {
  switch (range.kind) {
    case 'list':
      return two ? [INT, range.params[0]] : [range.params[0], range.params[0]];
    case 'map':
      return range.params;
    case 'dyn':
    case 'error':
    case 'param':
      return [DYN, DYN];
    default:
      return undefined;
  }
}
