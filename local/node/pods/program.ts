/** What a container of our image runs as: this program, with these arguments before those of `civ`. */
export interface Program {
  readonly program: string;
  readonly programArgs: readonly string[];
}
