import { directionsProblems, type Direction } from '../directions.ts';
import { show } from '../checks/limits.ts';
import { sentence } from '../checks/problem.ts';
import { replicasProblems } from '../checks/replicas-problems.ts';
import { isRecord } from '../../ground/json/json.ts';
import { itemsProblems, unknownKeys } from '../checks/shape.ts';
import type { WorkersRange } from '../workers-range.ts';

/** The original's `values.yaml`: the values of its chart. */
export interface Values {
  readonly kingdoms: readonly ValuesKingdom[];
}
interface ValuesKingdom {
  readonly name: string;
  readonly towns: readonly ValuesTown[];
}
interface ValuesTown {
  readonly name: string;
  readonly shops: readonly ValuesShop[];
}
interface ValuesShop {
  readonly type: string;
  readonly replicas?: number | WorkersRange;
  readonly directions: readonly Direction[];
}

/** What makes data from a YAML file no `Values`, each by its path. */
export function valuesProblems(data: unknown): readonly string[] {
  if (!isRecord(data)) return [`values: is ${show(data)}: give an object with kingdoms`];
  return [...unknownKeys(data, ['kingdoms'], ''), ...itemsProblems(data['kingdoms'], 'kingdoms', 'kingdoms', kingdomProblems)];
}

const kingdomProblems = placeProblems('towns', placeProblems('shops', shopProblems));

/** A kingdom is a name and towns, a town is a name and shops. */
function placeProblems(holds: 'towns' | 'shops', problemsOf: (item: unknown, path: string) => readonly string[]) {
  return (place: unknown, path: string): readonly string[] => {
    if (!isRecord(place)) return [`${path}: is ${show(place)}: give an object with name and ${holds}`];
    return [
      ...unknownKeys(place, ['name', holds], path),
      ...textProblems(place['name'], `${path}.name`),
      ...itemsProblems(place[holds], `${path}.${holds}`, holds, problemsOf),
    ];
  };
}

function shopProblems(shop: unknown, path: string): readonly string[] {
  if (!isRecord(shop)) return [`${path}: is ${show(shop)}: give an object with type and directions`];
  return [
    ...unknownKeys(shop, ['type', 'replicas', 'directions'], path, { name: 'type' }),
    ...textProblems(shop['type'], `${path}.type`),
    ...replicasProblems(shop['replicas']).map(({ field, ...problem }) => `${path}.${field}: ${sentence(problem)}`),
    ...directionsProblems(shop['directions'], `${path}.directions`),
  ];
}

const textProblems = (text: unknown, path: string): readonly string[] =>
  typeof text === 'string' && text !== '' ? [] : [`${path}: is ${show(text)}: give text`];
