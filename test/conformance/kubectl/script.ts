/** One command, as it is typed after `kubectl`, and what it is given to read. */
export interface KubectlCommand {
  readonly line: string;
  readonly input?: object | string;
  /** Why the embedded server's answer differs: docs/embedded.md says so too. */
  readonly differs?: string;
  /** What is asked before, again and again until it prints this text: the real server takes a moment until what was written counts. */
  readonly once?: { readonly line: string; readonly input?: object; readonly prints: string };
  /** What it prints comes from a map, or from questions asked at the same time: its lines are compared sorted. */
  readonly anyOrder?: true;
}

/** Commands in their order, in a namespace of their own, which is the one they are about unless they say otherwise. */
export interface Script {
  readonly about: string;
  readonly commands: readonly KubectlCommand[];
}

export const says = (line: string, input?: object | string): KubectlCommand => ({ line, ...(input === undefined ? {} : { input }) });

/** A command that waits for a sign that what it is about counts by now. */
export const once = (line: string, prints: string, command: KubectlCommand, input?: object): KubectlCommand => ({
  ...command,
  once: { line, prints, ...(input === undefined ? {} : { input }) },
});

/** A command whose lines come in another order each time. */
export const inAnyOrder = (command: KubectlCommand): KubectlCommand => ({ ...command, anyOrder: true });

/** A command that is answered otherwise here, and why. */
export const differs = (why: string, command: KubectlCommand): KubectlCommand => ({ ...command, differs: why });

const WORD = /'([^']*)'|"([^"]*)"|(\S+)/g;

/** The words of a line: what is in quotes is one of them. */
export const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(WORD)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
