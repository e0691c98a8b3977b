import { isDnsLabel } from '../../ground/text/names.ts';
import type { Controller } from './definition.ts';
import type { FlagTable } from './flags/flags.ts';
import { runtimeFlags } from './flags/runtime-flags.ts';

/** What is wrong with how a controller is declared; undefined if nothing is. */
export function definitionProblem({ name, flags }: Pick<Controller<FlagTable, string, unknown>, 'name' | 'flags'>): string | undefined {
  if (!isDnsLabel(name))
    return `the controller is called ${JSON.stringify(name)}: its Lease is named after it, so give it a name of lower-case letters, digits and "-"`;
  const taken = Object.keys(flags).find((flag) => Object.hasOwn(runtimeFlags, flag) && !isRuntimes(flag, flags));
  return taken === undefined
    ? undefined
    : `--${taken} is a flag that every controller has: give that of ${name} another name, or keep it with another default by withDefault`;
}

const isRuntimes = (name: string, flags: FlagTable): boolean =>
  Object.entries<FlagTable[string]>(runtimeFlags).some(([own, flag]) => own === name && flag === flags[name]?.of);
