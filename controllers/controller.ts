import { columns } from '../ground/text/columns.ts';
import { controllers } from './registry.ts';
import { start, type Invocation } from './runtime/start.ts';

/** `civ controller <name> [flags]` */
export async function controller(invocation: Invocation): Promise<number> {
  const [name = '--help', ...args] = invocation.args;
  const entry = Object.hasOwn(controllers, name) ? controllers[name] : undefined;
  if (entry !== undefined) {
    const [word = '', ...rest] = args;
    const question = Object.hasOwn(entry.questions ?? {}, word) ? entry.questions?.[word] : undefined;
    return question === undefined
      ? start(await entry.load(), { ...invocation, args })
      : (await question.load())({ ...invocation, args: rest });
  }
  const asked = /^--?h(elp)?$/.test(name);
  const rows = Object.entries(controllers).flatMap(([known, { summary, questions = {} }]) => [
    [`  ${known}`, summary],
    ...Object.entries(questions).map(([word, about]) => [`  ${known} ${word}`, about.summary]),
  ]);
  const list = columns(rows, '  ').map((line) => `${line}\n`);
  if (asked)
    invocation.stdout.write(
      `civ controller <name> runs one of the controllers; civ controller <name> --help shows its flags.\n\n${list.join('')}`,
    );
  else invocation.stderr.write(`civ controller: there is no controller "${name}": there are ${Object.keys(controllers).join(', ')}\n`);
  return asked ? 0 : 1;
}
