import { commands, type CommandEntry } from '../command-table.ts';
import type { Command, CommandInvocation } from '../invocation.ts';
import { likely } from '../../ground/text/likely.ts';

const shown = (): readonly (readonly [name: string, entry: CommandEntry])[] =>
  Object.entries(commands).filter(([, { hidden }]) => hidden !== true);

/** All commands, or what one of them says of itself. */
export const help: Command = async (invocation) => {
  const [topic = ''] = invocation.args;
  if (topic !== '' && !topic.startsWith('-')) {
    const entry = Object.hasOwn(commands, topic) ? commands[topic] : undefined;
    return entry === undefined ? unknownCommand(topic, invocation) : (await entry.load())({ ...invocation, args: ['--help'] });
  }
  const width = Math.max(...shown().map(([name]) => name.length));
  const list = shown().map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}\n`);
  invocation.stdout.write(
    `${EXAMPLES}\nciv looks after a realm: kingdoms, towns and shops on Kubernetes.\n\nCommands:\n${list.join('')}\nciv help <command> says more of each.\n`,
  );
  return 0;
};

const EXAMPLES = `civ up
civ kingdoms
civ watch kingdom-of-foobar
`;

/** Answers the exit code. */
export function unknownCommand(name: string, { stderr }: Pick<CommandInvocation, 'stderr'>): number {
  const meant = likely(
    name,
    shown().map(([known]) => known),
  );
  stderr.write(`civ: unknown command "${name}": ${meant === undefined ? 'civ help lists them all' : `did you mean ${meant}?`}\n`);
  return 1;
}
