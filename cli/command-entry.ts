import type { Command } from './invocation.ts';

export interface CommandEntry {
  readonly summary: string;
  /** For programs, not for people: help does not list it. */
  readonly hidden?: boolean;
  load(): Promise<Command>;
}

/** By name. A command that speaks of the others is given them: the table imports the commands, and not the reverse. */
export type Commands = Readonly<Record<string, CommandEntry>>;
