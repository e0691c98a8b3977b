import { CommanderError, type Command as Parser } from 'commander';
import { inOneLine } from '../ground/text/printable.ts';
import type { Command, CommandInvocation } from './invocation.ts';
import { guardedInvocation, type GuardedInvocation } from './output.ts';

/** A command could not do what it was asked, and knows why: what was tried, why not, what to do. It becomes stderr and exit code 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

/**
 * A command whose arguments commander reads: it writes to the invocation,
 * and a mistake in the arguments ends the command, not the process.
 */
export function runCommand(create: (invocation: GuardedInvocation) => Parser): Command {
  const run: Command = async (plain) => {
    const invocation = guardedInvocation(plain);
    const { args, stdout, stderr } = invocation;
    const parser = create(invocation);
    const title = `civ ${parser.name()}`;
    parser
      .name(title)
      .exitOverride()
      .configureOutput({
        writeOut: (text) => stdout.write(text),
        outputError: () => {},
        getOutHelpWidth: () => stdout.columns ?? 80,
        getOutHasColors: () => false,
      });
    try {
      await parser.parseAsync([...args], { from: 'user' });
      return 0;
    } catch (error) {
      if (error instanceof CommanderError && error.exitCode === 0) return 0;
      if (error instanceof CommanderError) stderr.write(`${title}: ${usageMistake(error)}: ${title} --help lists what it takes\n`);
      else if (error instanceof CommandFailure) stderr.write(`${title}: ${bounded(error.message)}\n`);
      else throw error;
      return 1;
    }
  };
  return Object.assign(run, { parser: (invocation: CommandInvocation) => create(guardedInvocation(invocation)) });
}

const usageMistake = ({ message }: CommanderError): string =>
  inOneLine(
    message
      .replace(/^error: /, '')
      .replaceAll(/\s*\n\s*/g, ' ')
      .replace(/\.$/, ''),
  );

/** What is wrong, in a first line, and then where: a file may have 40,000 mistakes, and a server may say a megabyte. */
function bounded(message: string): string {
  const [what = '', ...where] = message.trimEnd().split('\n');
  const more = where.length > MOST_LINES ? [`  … and ${(where.length - MOST_LINES).toLocaleString('en-US')} more`] : [];
  return [what, ...where.slice(0, MOST_LINES), ...more].map((line) => inOneLine(line, LONGEST_LINE)).join('\n');
}

const MOST_LINES = 100;
const LONGEST_LINE = 2_000;
