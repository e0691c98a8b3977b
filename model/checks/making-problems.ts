import { inSeconds } from '../duration.ts';
import { countProblem, goodProblem, intervalProblem, maximumProblem, MOST_GOODS } from './limits.ts';
import { found, type Problem } from './problem.ts';
import type { Making, Shop } from '../realm.ts';

/** Directions and inputs of one shop together: more would not fit into its ConfigMap and its pods' annotations. */
const MOST_LINES = 1_000;

/** What is wrong with what a shop makes, before anybody asks where its suppliers are. */
export function makingsProblems({ makes }: Shop): readonly Problem[] {
  if (makes.length === 0)
    return [{ what: 'makes nothing', remedy: "give it a direction: make('wood', { amount: 1, every: seconds(5), minimum: 1 })" }];
  const lines = makes.reduce((sum, { inputs }) => sum + 1 + inputs.length, 0);
  const goods = new Set(makes.map(({ good }) => good));
  return [
    ...(lines > MOST_LINES
      ? [
          {
            what: `has ${lines.toLocaleString('en-US')} directions and inputs`,
            remedy: `share them among shops of at most ${MOST_LINES.toLocaleString('en-US')}`,
          },
        ]
      : []),
    ...repeated(makes).map((good) => ({
      what: `makes ${good} by two directions`,
      remedy: 'write one direction per good: add the amounts, or make one of them in another shop',
    })),
    ...makes.flatMap((making) => makingProblems(making, goods)),
  ];
}

const makingProblems = ({ good, amount, every, minimum, maximum, inputs }: Making, ownGoods: ReadonlySet<string>): readonly Problem[] => [
  ...found(goodProblem(good), 'good'),
  ...found(countProblem(amount, 1, MOST_GOODS), `amount of ${good}`),
  ...found(intervalProblem(inSeconds(every)), `time from turn to turn of ${good}`),
  ...found(countProblem(minimum, 0, MOST_GOODS), `minimum of ${good}`),
  ...(maximum === undefined ? [] : found(maximumProblem(maximum, minimum, amount), `maximum of ${good}`)),
  ...repeated(inputs).map((input) => ({ what: `lists ${input} twice for ${good}`, remedy: 'write one input per good: add the amounts' })),
  ...inputs.flatMap((input) => [
    ...found(goodProblem(input.good), 'input'),
    ...found(countProblem(input.amount, 1, MOST_GOODS), `amount of ${input.good} for ${good}`),
    ...(ownGoods.has(input.good) ? [ownGood(input.good, good)] : []),
  ]),
];

/** Bought and made units of a good would lie in one stock, from which the shop would both sell and work. */
const ownGood = (input: string, good: string): Problem =>
  input === good
    ? { what: `makes ${good} from ${good}`, remedy: 'make it from another good, or from none' }
    : {
        what: `uses ${input} for ${good}, and makes ${input} itself`,
        remedy: `make ${good} and ${input} in two shops, one of which buys from the other`,
      };

/** The goods that a list names again. */
function repeated(list: readonly { readonly good: string }[]): readonly string[] {
  const seen = new Set<string>();
  return list.flatMap(({ good }) => {
    if (seen.has(good)) return [good];
    seen.add(good);
    return [];
  });
}
