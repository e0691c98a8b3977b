import { parseBooks, type Books } from '../../cli/audit/books.ts';
import { podsOf, type Pod } from './deployed-realm.ts';
import { kubectl } from './run-program.ts';

export async function booksOf({ metadata: { namespace, name } }: Pod): Promise<Books> {
  const books = parseBooks(await kubectl('get', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}:8080/proxy/books`));
  if (books === undefined) throw new Error(`${name} answers no books`);
  return books;
}

/** All that the living workers of these kingdoms have bought: a trade each, where every purchase is of one. */
export async function bought(kingdoms: readonly string[]): Promise<number> {
  const pods = (await Promise.all(kingdoms.map((kingdom) => podsOf(kingdom)))).flat();
  const books = await Promise.all(pods.map(booksOf));
  return books.flatMap(({ goods }) => Object.values(goods)).reduce((sum, good) => sum + good.bought, 0);
}
