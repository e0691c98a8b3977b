import { CommanderError, type Command as Parser } from 'commander';
import type { Command, CommandInvocation } from './invocation.ts';

/** A command could not do what it was asked, and knows why: what was tried, why not, what to do. It becomes stderr and exit code 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

/**
 * A command whose arguments commander reads: it writes to the invocation,
 * and a mistake in the arguments ends the command, not the process.
 */
export function runCommand(create: (invocation: CommandInvocation) => Parser): Command {
  const run: Command = async (invocation) => {
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
      if (error instanceof CommanderError) stderr.write(`${title}: ${inOneLine(error)}: ${title} --help lists what it takes\n`);
      else if (error instanceof CommandFailure) stderr.write(`${title}: ${error.message.trimEnd()}\n`);
      else throw error;
      return 1;
    }
  };
  return Object.assign(run, { parser: create });
}

const inOneLine = ({ message }: CommanderError): string =>
  message
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
