import { isName } from '../../ground/text/names.ts';
import type { Problem } from './problem.ts';

/** The largest count that a direction or a sale may name. */
export const MOST_GOODS = 1_000_000;
/** The longest time from turn to turn, in seconds: a day. */
const LONGEST_INTERVAL = 86_400;

/** A good is the name part of an annotation key (`goods.civ8s.dev/<good>`) in lower case. */
export function goodProblem(good: unknown): Problem | undefined {
  if (good === undefined) return { what: 'is missing', remedy: 'name a good: "wood"' };
  if (typeof good === 'string' && isName(good) && good === good.toLowerCase()) return undefined;
  return {
    what: `${show(good)} cannot be part of an annotation's name`,
    remedy: 'use up to 63 lower-case letters, digits, "-", "_" or ".", first and last a letter or digit',
  };
}

export const countProblem = (count: unknown, least: number, most: number): Problem | undefined =>
  Number.isInteger(count) && Number(count) >= least && Number(count) <= most
    ? undefined
    : { what: `is ${show(count)}`, remedy: `give a whole number from ${grouped(least)} to ${grouped(most)}` };

export const intervalProblem = (interval: unknown): Problem | undefined =>
  typeof interval === 'number' && interval >= 0.001 && interval <= LONGEST_INTERVAL && Number.isInteger(Math.round(interval * 1e9) / 1e6)
    ? undefined
    : { what: `is ${show(interval)}`, remedy: `give seconds from 0.001 to ${grouped(LONGEST_INTERVAL)}, at most three decimals` };

/** A maximum below what one turn adds to the minimum would stop production before anything could be sold. */
export function maximumProblem(maximum: unknown, minimum: unknown, amount: unknown): Problem | undefined {
  const problem = countProblem(maximum, 1, MOST_GOODS);
  if (problem !== undefined || typeof minimum !== 'number' || typeof amount !== 'number' || !(Number(maximum) < minimum + amount))
    return problem;
  return {
    what: `is ${show(maximum)}, below minimum + amount, so that nothing could ever be sold`,
    remedy: `give at least ${grouped(minimum + amount)}`,
  };
}

/** A value in a message: whole if it is short, never a page of somebody's file. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : `a ${typeof value}`;
}

const grouped = (count: number): string => count.toLocaleString('en-US');
