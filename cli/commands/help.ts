import type { CommandEntry, Commands } from '../command-entry.ts';
import type { Command, CommandInvocation } from '../invocation.ts';
import { columns } from '../../ground/text/columns.ts';
import { likely } from '../../ground/text/likely.ts';

const shown = (commands: Commands): readonly (readonly [name: string, entry: CommandEntry])[] =>
  Object.entries(commands).filter(([, { hidden }]) => hidden !== true);

/** All commands, or what one of them says of itself. */
export const helpOn =
  (commands: Commands): Command =>
  async (invocation) => {
    const [topic = ''] = invocation.args;
    if (topic !== '' && !topic.startsWith('-')) {
      const entry = Object.hasOwn(commands, topic) ? commands[topic] : undefined;
      return entry === undefined ? unknownCommand(topic, commands, invocation) : (await entry.load())({ ...invocation, args: ['--help'] });
    }
    const rows = shown(commands).map(([name, { summary }]) => [`  ${name}`, summary]);
    const list = columns(rows, '  ').map((line) => `${line}\n`);
    invocation.stdout.write(
      `${EXAMPLES}\nciv looks after a realm: kingdoms, towns and shops on Kubernetes.\n\nCommands:\n${list.join('')}\nciv help <command> explains one.\n`,
    );
    return 0;
  };

const EXAMPLES = `civ up
civ kingdoms
civ watch kingdom-of-foobar
`;

/** Answers the exit code. */
export function unknownCommand(name: string, commands: Commands, { stderr }: Pick<CommandInvocation, 'stderr'>): number {
  const meant = likely(
    name,
    shown(commands).map(([known]) => known),
  );
  stderr.write(`civ: unknown command "${name}": ${meant === undefined ? 'civ help lists them all' : `did you mean ${meant}?`}\n`);
  return 1;
}
