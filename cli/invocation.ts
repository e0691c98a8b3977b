import type { Command as Parser } from 'commander';

/** The process as a value: all that a command may see of it. */
export interface CommandInvocation {
  /** What follows the command's name, raw. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How this program was started: what starts another of it, with other arguments behind. */
  readonly program: readonly [file: string, ...args: readonly string[]];
  readonly stdout: Output;
  readonly stderr: Output;
  /**
   * Aborts at the first SIGINT or SIGTERM; its reason is the signal's name. A second signal ends the process at once.
   * A command that never asks for it is ended by the first one, as any program is.
   */
  stopSignal(): AbortSignal;
  /** What is typed on a terminal, key by key, until `signal` aborts; nothing elsewhere. Meanwhile Ctrl-C is a key. */
  keys(signal: AbortSignal): AsyncIterable<string>;
}

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Of a pipe whose reader is behind: more than it should is held in memory until `drain`. */
  readonly writableNeedDrain?: boolean;
  write(text: string): unknown;
  /** Told when a terminal has changed its size, or when a reader has caught up. */
  on?(event: 'resize' | 'drain', listener: () => void): unknown;
  off?(event: 'resize' | 'drain', listener: () => void): unknown;
}

/** Answers the exit code. An expected failure is written to `stderr` in one line; a throw is a defect. */
export interface Command {
  (invocation: CommandInvocation): Promise<number>;
  /** All that commander knows of its options and arguments; absent where a command reads its words itself. */
  readonly parser?: (invocation: CommandInvocation) => Parser;
}
