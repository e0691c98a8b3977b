import type { JsonObject } from '../../../ground/json/json.ts';
import { numberAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import { BOUNDLESS, range } from '../cel/cost/range.ts';
import type { SizeAt } from '../cel/cost/estimate-cost.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { forbidden } from '../validation/cause.ts';
import { LARGEST_REQUEST, type DeclaredType } from './declared-type.ts';

const RULE_LIMIT = 10_000_000;
const DEFINITION_LIMIT = 100_000_000;
const TOLD = 4;
const REMEDY = 'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared';

/** How large what is at a path under a value can be. */
export const sizesOf =
  (self: DeclaredType): SizeAt =>
  (path) => {
    let here: DeclaredType | undefined = self;
    for (const name of path.slice(1))
      here = name === '@items' || name === '@values' ? here?.items : name === '@keys' ? here?.keys : here?.fields?.get(name);
    return here && range(0, here.most);
  };

/** How often a value of a type can be in a request at most, where nothing limits that. */
export const mostOften = ({ leastBytes }: DeclaredType): number => Math.floor(LARGEST_REQUEST / (leastBytes + 1));

/** By what a level multiplies what is within it; undefined where nothing limits that. */
export function multiplicity(schema: JsonObject): number | undefined {
  const limit = (name: string) => {
    const given = numberAt(schema, name);
    return given === undefined ? undefined : Math.max(given, 0);
  };
  if (textAt(schema, 'type') === 'array') return limit('maxItems');
  const isMap = objectAt(schema, 'additionalProperties') !== undefined || schema['additionalProperties'] === true;
  return isMap ? limit('maxProperties') : 1;
}

function exceeded(what: string, cost: number, limit: number): string {
  const factor = cost / limit;
  const shown = factor > 100 ? 'more than 100x' : `${factor < 1.5 ? factor.toFixed(6) : factor.toFixed(1)}x`;
  return `${what} exceeds budget by factor of ${shown} (${REMEDY})`;
}

/** What the expressions of one definition may cost, together. */
export class CostSum {
  #total = 0;
  #largest: readonly { readonly field: string; readonly cost: number }[] = [];

  /** Counts an expression; what is wrong with its cost alone. */
  add(field: string, cost: number, what: 'messageExpression' | 'rule'): readonly FailureCause[] {
    this.#total = Math.min(this.#total + cost, BOUNDLESS);
    if (cost >= DEFINITION_LIMIT / 100) this.#largest = [...this.#largest, { field, cost }].sort((a, b) => b.cost - a.cost).slice(0, TOLD);
    return cost > RULE_LIMIT ? [forbidden(field, exceeded(`estimated ${what} cost`, cost, RULE_LIMIT))] : [];
  }

  /** What is wrong with all of them; `path` is that of the schema. */
  causes(path: string): readonly FailureCause[] {
    if (this.#total <= DEFINITION_LIMIT) return [];
    const told = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
    const what = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
    return [...this.#largest.map(({ field }) => forbidden(field, told)), forbidden(path, exceeded(what, this.#total, DEFINITION_LIMIT))];
  }
}
