import type { AnyController } from '../definition.ts';
import { helpOf, type FlagTable } from './flags.ts';
import { runtimeFlags } from './runtime-flags.ts';

/** The flags of all of them. */
export const ownFlags = (controllers: readonly AnyController[]): FlagTable =>
  Object.assign({}, ...controllers.map(({ flags }) => flags)) as FlagTable;

/** `--help` of a program that runs them. */
export function programHelp(controllers: readonly AnyController[], title: string): string {
  const own = ownFlags(controllers);
  const [only, ...others] = controllers;
  const parts = controllers.map(({ name, summary, flags }) => `${name}: ${summary}.\n${helpOf(flags)}`);
  const above =
    only !== undefined && others.length === 0 ? `${title}: ${only.summary}.\n\n${helpOf(own)}` : [`${title} runs:\n`, ...parts].join('\n');
  // What every controller can be told, but for what has another default here.
  const shared = Object.fromEntries(Object.entries(runtimeFlags).filter(([name]) => !Object.hasOwn(own, name)));
  return `${above}\nAs every controller:\n${helpOf(shared)}`;
}
