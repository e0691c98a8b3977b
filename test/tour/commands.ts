/** A command of a chapter, and what it prints. */
export interface TypedCommand {
  readonly command: string;
  readonly printed: string;
}

/** `$ …` begins a command, which goes on with lines that begin with `> `. */
export const commandsOf = (block: string): readonly TypedCommand[] =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [first = '', ...rest] = text.split('\n');
      const more = rest.findIndex((line) => !line.startsWith('> '));
      const typed = rest.slice(0, more).map((line) => line.slice(2));
      return { command: [first, ...typed].join('\n'), printed: rest.slice(more).join('\n') };
    });

/** May it be asked again until it answers what is shown? A reader would look again, too; what changes something is typed once. */
export const onlyLooks = (command: string): boolean =>
  /^(kubectl (get|describe|logs|events|exec|auth|rollout (status|history)|explain) |civ |curl -s http)/.test(command);
