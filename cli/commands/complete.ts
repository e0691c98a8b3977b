import type { Commands } from '../command-entry.ts';
import { inOneLine } from '../../ground/text/printable.ts';
import type { Command, CommandInvocation } from '../invocation.ts';
import { namesOf } from './complete/names.ts';
import { readTyped } from './complete/typed.ts';

/** What may stand where the last of the words is being typed, one candidate per line. Silent where it does not know. */
export const completeFrom =
  (commands: Commands): Command =>
  async (invocation) => {
    const words = invocation.args;
    const typed = words.at(-1) ?? '';
    const candidates = await candidatesFor(commands, words.slice(0, -1), typed, invocation).catch(() => []); // nobody reads why not
    invocation.stdout.write(
      candidates
        // Of names that hold what a terminal would obey, a shell is told none.
        .filter((candidate) => candidate.startsWith(typed) && candidate === inOneLine(candidate))
        .sort()
        .map((candidate) => `${candidate}\n`)
        .join(''),
    );
    return 0;
  };

async function candidatesFor(
  commands: Commands,
  before: readonly string[],
  typed: string,
  invocation: CommandInvocation,
): Promise<readonly string[]> {
  const [name, ...words] = before;
  if (name === undefined || (name === 'help' && words.length === 0))
    return Object.entries(commands)
      .filter(([, { hidden }]) => hidden !== true)
      .map(([known]) => known);
  if (name === 'controller') return ofController(words, typed);
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const parser = (await entry?.load())?.parser?.(invocation);
  if (parser === undefined) return [];
  const { values, argumentCount, open } = readTyped(parser, words);
  if (open === undefined && typed.startsWith('-'))
    return parser
      .createHelp()
      .visibleOptions(parser)
      .flatMap(({ long }) => long ?? []);
  const place = open ?? parser.registeredArguments[argumentCount];
  if (place === undefined) return [];
  return place.argChoices ?? namesOf(open?.attributeName() ?? place.name(), values, invocation);
}

/** A controller reads its flags itself, those of all controllers among them. */
async function ofController([name, ...words]: readonly string[], typed: string): Promise<readonly string[]> {
  const { controllers } = await import('../../controllers/registry.ts');
  if (name === undefined) return Object.keys(controllers);
  if (!Object.hasOwn(controllers, name)) return [];
  if (!typed.startsWith('-')) return words.length === 0 ? Object.keys(controllers[name]?.questions ?? {}) : [];
  const { runtimeFlags } = await import('../../controllers/runtime/flags/runtime-flags.ts');
  const flags = (await controllers[name]?.load())?.flags ?? {};
  return Object.keys({ ...runtimeFlags, ...flags }).map((flag) => `--${flag}`);
}
