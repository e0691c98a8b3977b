import type { Fold, SyntaxNode } from '../syntax/node.ts';
import { CelError } from '../values/cel-error.ts';
import type { Frame, Step } from './frame.ts';
import { adopt, CelMap, Double, CelDuration, isListValue, isMapValue, keysOf, entryOf, type Value } from '../values/value.ts';
import { Timestamp, Uint } from '../values/value.ts';

/** The steps of a loop, and where its variables are. */
export interface Loop {
  readonly range: Step;
  readonly start: Step;
  readonly goesOn: Step;
  readonly step: Step;
  readonly result: Step;
  readonly variable: number;
  readonly second: number | undefined;
  readonly accumulator: number;
  /** The accumulator is a list or a map that the step only adds to: it grows in place. */
  readonly grows: boolean;
}

const GO_TYPES = new Map<unknown, string>([
  [Double, 'Double'],
  [CelDuration, 'Duration'],
  [Timestamp, 'Timestamp'],
  [Uint, 'Uint'],
]);

function goType(value: Value): string {
  if (value === null) return 'Null';
  if (typeof value === 'object') return GO_TYPES.get(value.constructor) ?? value.constructor.name;
  return typeof value === 'bigint' ? 'Int' : typeof value === 'boolean' ? 'Bool' : 'String';
}

/** What the loop goes over: one value each, or two. */
function* rounds(range: Value, two: boolean): Generator<readonly [Value, Value]> {
  if (isListValue(range)) {
    for (const [at, item] of range.entries()) yield two ? [BigInt(at), adopt(item)] : [adopt(item), null];
    return;
  }
  if (!isMapValue(range)) throw new CelError(`got 'types.${goType(range)}', expected iterable type`);
  for (const key of keysOf(range)) yield [key, two ? (entryOf(range, key) ?? null) : null];
}

/** Runs a loop. An error of one round may be made up for by a later one, as `exists` and `all` have it. */
export function runFold(loop: Loop, frame: Frame): Value {
  const { locals } = frame;
  const range = loop.range(frame);
  const saved = [locals[loop.variable], loop.second === undefined ? undefined : locals[loop.second], locals[loop.accumulator]];
  try {
    const start = loop.start(frame);
    locals[loop.accumulator] = loop.grows ? fresh(start) : start;
    for (const [first, second] of rounds(range, loop.second !== undefined)) {
      locals[loop.variable] = first;
      if (loop.second !== undefined) locals[loop.second] = second;
      if (loop.goesOn(frame) !== true) break;
      locals[loop.accumulator] = attempt(loop.step, frame);
    }
    return loop.result(frame);
  } finally {
    [locals[loop.variable], locals[loop.accumulator]] = [saved[0], saved[2]];
    if (loop.second !== undefined) locals[loop.second] = saved[1];
  }
}

const fresh = (start: Value): Value => (isListValue(start) ? [...start] : start instanceof CelMap ? new CelMap() : start);

function attempt(step: Step, frame: Frame): CelError | Value {
  try {
    return step(frame);
  } catch (error) {
    if (error instanceof CelError) return error;
    throw error;
  }
}

/** Whether a node is what grows the accumulator: `accu + [x]`. */
export const isGrowth = (node: SyntaxNode, { accumulator }: Fold): node is SyntaxNode & { readonly kind: 'call' } =>
  node.kind === 'call' &&
  (node.name === '_+_' || node.name === 'cel.@mapInsert') &&
  node.args[0]?.kind === 'ident' &&
  node.args[0].name === accumulator &&
  (node.name !== '_+_' || node.args[1]?.kind === 'list');
