import { countProblem, goodProblem, intervalProblem, maximumProblem, MOST_GOODS, show } from './checks/limits.ts';
import { sentence, type Problem } from './checks/problem.ts';
import { isRecord } from '../ground/json/json.ts';
import { itemsProblems, unknownKeys, type Parsed } from './checks/shape.ts';

/**
 * What a shop's workers follow: the original's `directions.json`, byte for byte, and an optional `maximum`.
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

/** The keys in the original's order, so that equal directions are equal bytes. */
export function renderDirections(directions: readonly Direction[]): string {
  return JSON.stringify(
    directions.map(({ product, productInputList, amount, minimum, interval, maximum }) => ({
      product,
      ...(productInputList?.length
        ? { productInputList: productInputList.map((input) => ({ product: input.product, store: input.store, amount: input.amount })) }
        : {}),
      amount,
      minimum,
      interval,
      ...(maximum === undefined ? {} : { maximum }),
    })),
  );
}

/** Reads `directions.json` strictly: every unknown, missing or wrong field is named by its path, all in one go. */
export function parseDirections(text: string): Parsed<readonly Direction[]> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`directions: not valid JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const problems = directionsProblems(data);
  return problems.length ? { ok: false, problems } : { ok: true, value: data as readonly Direction[] };
}

/** What is wrong with the directions of a shop, found at `path`. */
export function directionsProblems(data: unknown, path = 'directions'): readonly string[] {
  const problems = [...itemsProblems(data, path, 'directions', directionProblems)];
  if (!Array.isArray(data)) return problems;
  const seen = new Map<unknown, number>();
  data.forEach((direction: unknown, index) => {
    const product = isRecord(direction) ? direction['product'] : undefined;
    const first = seen.get(product);
    if (typeof product === 'string' && first !== undefined)
      problems.push(`${path}[${index}].product: ${show(product)} is made by ${path}[${first}] already: write one direction per good`);
    else seen.set(product, index);
  });
  return problems;
}

/** Sample files of the original have the first; its worker ignored it, and made goods out of nothing. */
const MISTAKEN = { productInputs: 'productInputList' };

function directionProblems(direction: unknown, path: string): readonly string[] {
  if (!isRecord(direction)) return [`${path}: is ${show(direction)}: give an object`];
  const { product, productInputList: inputs, amount, minimum, interval, maximum } = direction;
  const problems = [...unknownKeys(direction, ['product', 'productInputList', 'amount', 'minimum', 'interval', 'maximum'], path, MISTAKEN)];
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
    if (bought.has(good))
      problems.push(`${path}.productInputList[${index}].product: ${show(good)} is listed already: write one input per good`);
    if (good === product) problems.push(`${path}.productInputList[${index}].product: ${show(good)} cannot be made from itself`);
    bought.add(good);
  });
  return problems;
}

function inputProblems(input: unknown, path: string): readonly string[] {
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
