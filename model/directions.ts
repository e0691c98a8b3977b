import { countProblem, goodProblem, intervalProblem, maximumProblem, MOST_GOODS, show } from './limits.ts';
import { sentence, type Problem } from './problem.ts';

/**
 * What a shop's workers follow: the seed's `directions.json`, byte for byte, and an optional `maximum`.
 * The file is a contract between releases: a key is never renamed, a new one is optional.
 */
export interface Direction {
  readonly product: string;
  /** What one turn uses up, and where it is bought. Absent: dug from the ground. */
  readonly productInputList?: readonly DirectionInput[];
  /** How many one turn makes. */
  readonly amount: number;
  /** What the shop keeps and never sells. */
  readonly minimum: number;
  /** Seconds from turn to turn, with at most three decimals. */
  readonly interval: number;
  /** Production stops when a turn would bring the stock above it. Absent: never. */
  readonly maximum?: number;
}

export interface DirectionInput {
  readonly product: string;
  /** Base URL of the shop that sells it: `http://woodworker`. */
  readonly store: string;
  readonly amount: number;
}

/** The keys in the seed's order, so that equal directions are equal bytes. */
export function renderDirections(directions: readonly Direction[]): string {
  return JSON.stringify(
    directions.map(({ product, productInputList, amount, minimum, interval, maximum }) => ({
      product,
      ...(productInputList?.length ? { productInputList: productInputList.map((input) => ({ product: input.product, store: input.store, amount: input.amount })) } : {}),
      amount,
      minimum,
      interval,
      ...(maximum === undefined ? {} : { maximum }),
    })),
  );
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly string[] };

/** Reads `directions.json` strictly: every unknown, missing or wrong field is named by its path, all in one go. */
export function parseDirections(text: string): Parsed<readonly Direction[]> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`directions: not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const problems = directionsProblems(data);
  return problems.length ? { ok: false, problems } : { ok: true, value: data as readonly Direction[] };
}

export function directionsProblems(data: unknown): string[] {
  if (!Array.isArray(data)) return [`directions: is ${show(data)}: give a list of directions`];
  if (data.length === 0) return ['directions: is empty: a shop makes at least one good'];
  const problems = data.flatMap((direction: unknown, index) => directionProblems(direction, `directions[${index}]`));
  const seen = new Map<unknown, number>();
  data.forEach((direction: unknown, index) => {
    const product = isRecord(direction) ? direction['product'] : undefined;
    const first = seen.get(product);
    if (typeof product === 'string' && first !== undefined) problems.push(`directions[${index}].product: ${show(product)} is made by directions[${first}] already: one direction a good`);
    else seen.set(product, index);
  });
  return problems;
}

function directionProblems(direction: unknown, path: string): string[] {
  if (!isRecord(direction)) return [`${path}: is ${show(direction)}: give an object`];
  const { product, productInputList: inputs, amount, minimum, interval, maximum } = direction;
  const problems = [...unknownKeys(direction, ['product', 'productInputList', 'amount', 'minimum', 'interval', 'maximum'], path)];
  const check = (key: string, problem: Problem | undefined) => {
    if (problem !== undefined) problems.push(`${path}.${key}: ${sentence(problem)}`);
  };
  check('product', goodProblem(product));
  check('amount', countProblem(amount, 1, MOST_GOODS));
  check('minimum', countProblem(minimum, 0, MOST_GOODS));
  check('interval', intervalProblem(interval));
  if (maximum !== undefined) check('maximum', maximumProblem(maximum, minimum, amount));
  if (inputs === undefined) return problems;
  if (!Array.isArray(inputs)) return [...problems, `${path}.productInputList: is ${show(inputs)}: give a list`];
  inputs.forEach((input: unknown, index) => problems.push(...inputProblems(input, `${path}.productInputList[${index}]`)));
  const bought = new Set<string>();
  inputs.forEach((input: unknown, index) => {
    const good = isRecord(input) ? input['product'] : undefined;
    if (typeof good !== 'string') return;
    if (bought.has(good)) problems.push(`${path}.productInputList[${index}].product: ${show(good)} is listed already: one input a good`);
    if (good === product) problems.push(`${path}.productInputList[${index}].product: ${show(good)} cannot be made from itself`);
    bought.add(good);
  });
  return problems;
}

function inputProblems(input: unknown, path: string): string[] {
  if (!isRecord(input)) return [`${path}: is ${show(input)}: give an object`];
  const problems = [...unknownKeys(input, ['product', 'store', 'amount'], path)];
  const check = (key: string, problem: Problem | undefined) => {
    if (problem !== undefined) problems.push(`${path}.${key}: ${sentence(problem)}`);
  };
  check('product', goodProblem(input['product']));
  check('store', storeProblem(input['store']));
  check('amount', countProblem(input['amount'], 1, MOST_GOODS));
  return problems;
}

const storeProblem = (store: unknown): Problem | undefined =>
  typeof store === 'string' && /^https?:\/\/[^/?#\s@]+\/?$/.test(store) && URL.canParse(store)
    ? undefined
    : { what: `is ${show(store)}`, remedy: 'give the base URL of a shop, like http://woodworker' };

const unknownKeys = (value: Readonly<Record<string, unknown>>, known: readonly string[], path: string): string[] =>
  Object.keys(value).filter((key) => !known.includes(key)).map((key) => `${path}.${key}: is unknown here: the keys are ${known.join(', ')}`);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
