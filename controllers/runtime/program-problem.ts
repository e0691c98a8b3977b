import { isDnsLabel } from '../../ground/text/names.ts';
import type { AnyController } from './definition.ts';
import { runtimeFlags } from './flags/runtime-flags.ts';

/** What is wrong with how a program and its controllers are declared; undefined if nothing is. */
export function programProblem(controllers: readonly Pick<AnyController, 'name' | 'flags'>[], program: string): string | undefined {
  if (controllers.length === 0) return 'there is no controller to run: name one at least';
  for (const [what, name] of [['the program', program], ...controllers.map((controller) => ['a controller', controller.name])])
    if (!isDnsLabel(name ?? ''))
      return `${what} is called ${JSON.stringify(name)}, which no Lease can be: give it a name of lower-case letters, digits and "-"`;
  const twice = repeated(controllers.map(({ name }) => name));
  if (twice !== undefined) return `two controllers are called ${twice}: give each a name of its own`;
  return flagProblem(controllers);
}

/** Of a flag there is one, unless two controllers share it as one value. */
function flagProblem(controllers: readonly Pick<AnyController, 'name' | 'flags'>[]): string | undefined {
  const own = new Map<string, { readonly flag: unknown; readonly name: string }>();
  const runtimes = new Map<string, unknown>(Object.entries(runtimeFlags));
  for (const { name, flags } of controllers) {
    for (const [title, flag] of Object.entries(flags)) {
      if (runtimes.has(title) && flag.of !== runtimes.get(title))
        return `--${title} is a flag that every controller has: give that of ${name} another name, or keep it with another default by withDefault`;
      const other = own.get(title);
      if (other !== undefined && other.flag !== flag)
        return `${other.name} and ${name} each have a flag --${title}: give one of them another name`;
      own.set(title, { flag, name });
    }
  }
  return undefined;
}

const repeated = (names: readonly string[]): string | undefined => names.find((name, at) => names.indexOf(name) !== at);
