import { BusError } from './bus.ts';

/** A bus URL for logs and errors: no user, no password and no query. */
export const titleOf = ({ protocol, host, pathname }: URL): string =>
  `${protocol}${host === '' && !pathname.startsWith('/') ? '' : `//${host}`}${pathname.replace(/\/$/, '')}`;

/** What stands between the scheme and the query, as the name of a topic, subject or exchange. */
export function addressOf(url: URL, what: string): string {
  const address = decodeURIComponent(`${url.host}${url.pathname}`).replace(/\/$/, '');
  if (address === '') throw new BusError(`${url.protocol}// names no ${what}: give one, ${url.protocol}//NAME`);
  return address;
}

/** A variable without which the bus cannot be reached. */
export function needed(env: Readonly<Record<string, string | undefined>>, name: string, url: URL, example: string): string {
  const value = env[name];
  if (value === undefined || value === '')
    throw new BusError(`${titleOf(url)} needs ${name}, which is not set: set it, ${name}=${example}`);
  return value;
}

/** One of a few words in the query; the first where it is absent. */
export function choiceIn<Choice extends string>(url: URL, name: string, choices: readonly [Choice, ...Choice[]]): Choice {
  const given = url.searchParams.get(name);
  if (given === null) return choices[0];
  const choice = choices.find((known) => known === given);
  if (choice === undefined) throw new BusError(`${titleOf(url)}: ${name}=${given} is not known: use one of ${choices.join(', ')}`);
  return choice;
}
