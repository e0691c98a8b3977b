import { customChecks } from './custom-checks.ts';
import type { SchemaRule } from '../rule.ts';
import type { CheckDef, SchemaReading, StructuralSchema } from './reading.ts';

interface Bound {
  readonly at: number;
  readonly inclusive: boolean;
}

/** What zod allows of the formats that have bounds. The 2^53 of a safe integer is JavaScript's and not the server's. */
const FORMATS: ReadonlyMap<string, readonly [type: 'integer' | 'number', least?: number, most?: number]> = new Map([
  ['safeint', ['integer']],
  ['int32', ['integer', -(2 ** 31), 2 ** 31 - 1]],
  ['uint32', ['integer', 0, 2 ** 32 - 1]],
  ['float32', ['number', -3.4028234663852886e38, 3.4028234663852886e38]],
  ['float64', ['number']],
]);

/** A number: whether it is whole, its bounds, its rules. */
export function numberSchema(checks: readonly CheckDef[], path: string, reading: SchemaReading): StructuralSchema {
  const { refuse } = reading;
  const [lower, upper, steps, custom]: [Bound[], Bound[], number[], CheckDef[]] = [[], [], [], []];
  let type: 'integer' | 'number' = 'number';
  for (const def of checks) {
    const at = Number(def['value']);
    if (def.check === 'greater_than') lower.push({ at, inclusive: def['inclusive'] === true });
    else if (def.check === 'less_than') upper.push({ at, inclusive: def['inclusive'] === true });
    else if (def.check === 'multiple_of') steps.push(at);
    else if (def.check === 'number_format') {
      const [named = 'number', least, most] = FORMATS.get(String(def['format'])) ?? [];
      if (named === 'integer') type = named;
      if (least !== undefined) lower.push({ at: least, inclusive: true });
      if (most !== undefined) upper.push({ at: most, inclusive: true });
    } else custom.push(def);
  }
  if (steps.some((step) => !Number.isInteger(step)))
    refuse(path, 'a step that is not whole', 'give a whole step, or count in a smaller unit');
  if (steps.length > 1) refuse(path, 'two steps', 'give their least common multiple');
  const [least, most] = [narrowest(lower, 1), narrowest(upper, -1)];
  const { 'x-kubernetes-validations': told = [], ...others } = customChecks(custom, path, reading);
  const rules = [...told, ...ruleOf(least, least?.inclusive ? '>=' : '>'), ...ruleOf(most, most?.inclusive ? '<=' : '<')];
  return {
    type,
    ...(least && isPlain(least) && { minimum: least.at, ...(!least.inclusive && { exclusiveMinimum: true }) }),
    ...(most && isPlain(most) && { maximum: most.at, ...(!most.inclusive && { exclusiveMaximum: true }) }),
    ...(steps[0] !== undefined && { multipleOf: steps[0] }),
    ...others,
    ...(rules.length > 0 && { 'x-kubernetes-validations': rules }),
  };
}

/** Where a value is whole, the server makes its bound whole as well: 0 would pass for at least 0.5. So such bounds are rules. */
const isPlain = ({ at }: Bound): boolean => Number.isSafeInteger(at);

function ruleOf(bound: Bound | undefined, sign: string): readonly SchemaRule[] {
  if (bound === undefined || isPlain(bound)) return [];
  const at = Number.isInteger(bound.at) ? bound.at.toExponential() : String(bound.at);
  return [{ rule: `double(self) ${sign} ${at}`, message: `must be ${sign} ${bound.at}` }];
}

/** Of several lower bounds (`1`) the highest, of upper ones (`-1`) the lowest; of two at one place, the one that leaves it out. */
const narrowest = (bounds: readonly Bound[], direction: 1 | -1): Bound | undefined =>
  bounds.toSorted((one, other) => direction * (other.at - one.at) || Number(one.inclusive) - Number(other.inclusive))[0];
