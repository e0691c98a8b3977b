import { InvalidArgumentError } from 'commander';

/** The value of an option: a port to listen on, or 0 for any that is free. */
export function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535) throw new InvalidArgumentError('give a port from 0 to 65535');
  return number;
}
