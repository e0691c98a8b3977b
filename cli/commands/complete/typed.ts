import type { Command as Parser, Option } from 'commander';

/** What stands on the command line before the word that is being typed. */
export interface Typed {
  /** By the name of the option or the argument. */
  readonly values: ReadonlyMap<string, string>;
  /** How many arguments there are already. */
  readonly argumentCount: number;
  /** The last word is this option, and its value is what is being typed. */
  readonly open?: Option;
}

/** Sorts the words as commander would, but takes offence at none: a line that is still being typed has mistakes in it. */
export function readTyped({ options, registeredArguments }: Parser, words: readonly string[]): Typed {
  const values = new Map<string, string>();
  const given: string[] = [];
  let open: Option | undefined;
  for (const word of words) {
    if (open !== undefined) {
      values.set(open.attributeName(), word);
      open = undefined;
    } else if (!word.startsWith('-')) given.push(word);
    else {
      const [flag, ...value] = word.split('=');
      const option = options.find(({ long, short }) => flag === long || flag === short);
      if (option === undefined || !(option.required || option.optional)) continue;
      if (value.length > 0) values.set(option.attributeName(), value.join('='));
      else open = option;
    }
  }
  for (const [index, argument] of registeredArguments.entries()) {
    const value = given[index];
    if (value !== undefined && !values.has(argument.name())) values.set(argument.name(), value);
  }
  return { values, argumentCount: given.length, ...(open === undefined ? {} : { open }) };
}
