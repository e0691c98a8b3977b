// Buys one wood of one worker by hand, as chapter 19 of the tour tells, in the name of books that nobody keeps:
// node -e "$(cat order.ts)" ADDRESS BOOKS buy|lose|ask|cancel|books [KEY]
import { argv, stdout } from 'node:process';

const [address = '', seller = '', action = '', key = ''] = argv.slice(1);
const buyer = 'c1a551c5c1a551c5c1a551c5';
const questions = new Map([
  ['books', { method: 'GET', path: '/books' }],
  ['ask', { method: 'GET', path: `/sales/${key}` }],
  ['cancel', { method: 'DELETE', path: `/sales/${key}` }],
]);
const purchase = { method: 'POST', path: '/sell', body: JSON.stringify({ item: 'wood', quantity: 1 }) };
const { path, ...request } = questions.get(action) ?? purchase;
const headers = { 'content-type': 'application/json', 'civ-for': seller, 'civ-from': buyer, 'idempotency-key': key };

try {
  const answer = await fetch(`http://${address}${path}`, { ...request, headers });
  const text = await answer.text();
  const said = action === 'books' ? `sold to us: ${soldTo(JSON.parse(text))}` : `${answer.status} ${text}`;
  stdout.write(`${action === 'lose' ? 'no answer' : said}\n`);
} catch {
  stdout.write('nobody answers\n');
}

function soldTo(books: { readonly with: Readonly<Record<string, { readonly wood: { readonly sold: number } }>> }): number {
  return books.with[buyer]?.wood.sold ?? 0;
}
