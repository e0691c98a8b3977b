import { CommandFailure } from '../run-command.ts';

/** The value of a flag, or of the argument in its place. In the words of the original's command line where there is neither. */
export function required(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const missing = Object.entries(values)
    .filter(([, value]) => value === undefined || value === '')
    .map(([name]) => `"${name}"`);
  if (missing.length > 0) throw new CommandFailure(`required flag(s) ${missing.join(', ')} not set`);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
}
