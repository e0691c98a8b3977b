import type { Command, Invocation } from '../../cli/invocation.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command with these arguments, and answers what it said. */
export async function outcomeOf(command: Command, ...args: string[]): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const invocation: Invocation = {
    args,
    program: ['civ'],
    env: {},
    stdout: { write: (text) => (said.stdout += text) },
    stderr: { write: (text) => (said.stderr += text) },
    stopSignal: () => new AbortController().signal,
    async *keys() {},
  };
  const code = await command(invocation);
  return { code, ...said };
}
