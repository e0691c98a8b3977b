import { goodProblem } from './checks/limits.ts';
import { SIGN_VALUE_LIMIT } from './keys.ts';

/**
 * `wood 1.2, stone 0.40`: what outsiders ask of a worker in units a second, as its sign has it. The most comes first, and what has
 * no room is left out; empty where nothing is asked.
 */
export function askedText(asked: ReadonlyMap<string, number>): string {
  const entries = [...asked]
    .filter(([, units]) => units > 0)
    .map(([good, units]) => [good, twoDigits(units)] as const)
    .sort(([good, units], [other, otherUnits]) => Number(otherUnits) - Number(units) || (good < other ? -1 : 1))
    .map(([good, units]) => `${good} ${units}`);
  let text = '';
  for (const entry of entries) {
    const longer = text === '' ? entry : `${text}, ${entry}`;
    if (longer.length <= SIGN_VALUE_LIMIT) text = longer;
  }
  return text;
}

/** Reads what `askedText` wrote; undefined where it is anything else, since an annotation may be edited by hand. */
export function readAsked(text: string): ReadonlyMap<string, number> | undefined {
  if (text.length > SIGN_VALUE_LIMIT) return undefined;
  const asked = new Map<string, number>();
  for (const entry of text === '' ? [] : text.split(', ')) {
    const [, good, units] = /^(\S+) (\d{1,15}(?:\.\d{1,9})?)$/.exec(entry) ?? [];
    if (good === undefined || goodProblem(good) !== undefined || asked.has(good) || !(Number(units) > 0)) return undefined;
    asked.set(good, Number(units));
  }
  return asked;
}

/** The two digits that matter, without an exponent: `120`, `1.2`, `0.40`, `0.017`. */
function twoDigits(units: number): string {
  const rounded = units.toExponential(1);
  const power = Number(rounded.slice(rounded.indexOf('e') + 1));
  return Number(rounded).toFixed(Math.max(0, 1 - power));
}
