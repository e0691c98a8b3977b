import type { Command, CommandInvocation } from '../../cli/invocation.ts';

export interface EndedCommand {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestSurroundings {
  readonly env?: CommandInvocation['env'];
  readonly stop?: AbortSignal;
  /** Told of each write to stdout. */
  readonly onOutput?: (text: string) => void;
}

/** Runs a command with these arguments, and answers what it said. */
export async function outcomeOf(command: Command, ...args: readonly string[]): Promise<EndedCommand> {
  return outcomeIn({}, command, ...args);
}

/** The same, in an environment, or with an end. */
export async function outcomeIn(
  { env = {}, stop = new AbortController().signal, onOutput = () => undefined }: TestSurroundings,
  command: Command,
  ...args: readonly string[]
): Promise<EndedCommand> {
  const said = { stdout: '', stderr: '' };
  const invocation: CommandInvocation = {
    args,
    program: ['civ'],
    env,
    stdout: {
      write: (text) => {
        said.stdout += text;
        onOutput(said.stdout);
      },
    },
    stderr: { write: (text) => (said.stderr += text) },
    stopSignal: () => stop,
    async *keys() {},
  };
  const code = await command(invocation);
  return { code, ...said };
}
