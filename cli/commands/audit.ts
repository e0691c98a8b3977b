import { Command, Option } from 'commander';
import { namespaces, pods, type Pod } from '../../kube/objects/built-in.ts';
import { nameOf } from '../../kube/objects/resource.ts';
import { REALM_LABEL, SHOP_LABEL } from '../../model/keys.ts';
import { createInquiry, type BooksAnswer } from '../../kube/books/ask-worker.ts';
import { readPages } from '../../kube/books/read-pages.ts';
import type { WorkerBooks } from '../../kube/books/worker-books.ts';
import { audit as auditBooks, sharedBooks, type Audit } from './audit/laws.ts';
import { readBooks, type ReadBooks } from './audit/read-books.ts';
import type { CommandInvocation } from '../invocation.ts';
import { inOneLine } from '../../ground/text/printable.ts';
import { isKingdom } from '../../kube/objects/kingdom.ts';
import { table } from '../cluster/rows.ts';
import { reachCluster, withClusterOptions, type ClusterOptions, type Reached } from '../cluster/reach-cluster.ts';
import { CommandFailure, runCommand } from '../run-command.ts';

interface Options extends ClusterOptions {
  readonly realm?: string;
  readonly output: 'table' | 'json';
}

export const auditCommand = (invocation: CommandInvocation): Command =>
  withClusterOptions(
    new Command('audit')
      .description('ask every worker for its books, and check that they all agree; exit code 1 if they do not')
      .option('--realm <name>', 'only this realm; otherwise all shops of the cluster')
      .addOption(new Option('-o, --output <format>', 'how to print').choices(['table', 'json']).default('table')),
  )
    .addHelpText('before', 'civ audit\nciv audit --realm sample -o json\n')
    .action(async ({ realm, output, ...cluster }: Options) => {
      await reachCluster(invocation, cluster, async (reached) => {
        const shops = await shopsOf(reached, realm);
        if (shops.length === 0)
          throw new CommandFailure(
            realm === undefined ? 'there is no shop to audit in this cluster' : `there is no shop of a realm "${realm}" in this cluster`,
          );
        const ask = askWorkers(reached);
        const before = await readBooks(ask, shops);
        const middle = await readBooks(ask, shops);
        const after = await readBooks(ask, shops);
        const laws = auditBooks({ before: before.books, middle: middle.books, after: after.books });
        const found = { ...laws, breaches: [...sharedBooks(after.asked), ...laws.breaches] };
        invocation.stdout.write(
          output === 'json'
            ? `${JSON.stringify({ ...plain(found), pods: after.books.length, asked: after.asked, unread: after.unread }, undefined, 2)}\n`
            : report(after, found),
        );
        if (found.breaches.length > 0)
          throw new CommandFailure(
            `the books do not agree (${found.breaches.length}):\n${listed([...found.breaches.map(({ text }) => text), ...after.unread].map((line) => inOneLine(line)))}`,
          );
        if (after.unread.length > 0)
          throw new CommandFailure(
            `not all books could be read${after.forbidden ? ': it takes the right to get pods/proxy, or to get and create pods/portforward' : ''}:\n${listed(after.unread)}`,
          );
      });
    });

export const audit = runCommand(auditCommand);

function askWorkers(reached: Reached): (pod: Pod) => Promise<BooksAnswer<WorkerBooks>> {
  const ask = createInquiry<WorkerBooks>(reached, readPages);
  return (pod) => ask(nameOf(pod));
}

async function shopsOf({ client }: Reached, realm: string | undefined): Promise<readonly Pod[]> {
  const kingdoms = (await client.list(namespaces)).items.filter(isKingdom);
  const lists = await Promise.all(
    kingdoms.map(({ metadata }) =>
      client.list(pods, {
        namespace: metadata?.name ?? '',
        labelSelector: realm === undefined ? SHOP_LABEL : `${SHOP_LABEL},${REALM_LABEL}=${realm}`,
      }),
    ),
  );
  return lists
    .flatMap(({ items }) => items)
    .filter(({ metadata, status }) => status?.phase === 'Running' && metadata?.deletionTimestamp === undefined);
}

/** As JSON has it. */
const plain = ({ breaches, departed, inherited, open, inDoubt }: Audit) => ({
  breaches,
  departed: Object.fromEntries(departed),
  inherited: Object.fromEntries(inherited),
  open: Object.fromEntries(open),
  inDoubt: Object.fromEntries(inDoubt),
});

const listed = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');

function report({ books, unread }: ReadBooks, { departed, inherited, open, inDoubt, breaches }: Audit): string {
  const goods = new Map<string, { produced: number; consumed: number; stock: number }>();
  for (const { goods: own } of books)
    for (const [good, { produced, consumed, stock }] of own) {
      const sum = goods.get(good) ?? { produced: 0, consumed: 0, stock: 0 };
      goods.set(good, { produced: sum.produced + produced, consumed: sum.consumed + consumed, stock: sum.stock + stock });
    }
  const rows = [...goods]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([good, { produced, consumed, stock }]) =>
      [
        good,
        produced,
        consumed,
        stock,
        open.get(good) ?? 0,
        inDoubt.get(good) ?? 0,
        departed.get(good)?.soldToThem ?? 0,
        departed.get(good)?.boughtFromThem ?? 0,
        inherited.get(good) ?? 0,
      ].map(String),
    );
  if (books.length === 0) return 'no books could be read\n';
  const count = unread.length === 0 ? `${books.length}` : `${books.length} of ${books.length + unread.length}`;
  const verdict = `the books of ${count} ${count === '1' ? 'worker' : 'workers'} ${breaches.length === 0 ? 'agree' : 'do not agree'}`;
  return `${table([['GOOD', 'PRODUCED', 'CONSUMED', 'STOCK', 'OPEN', 'IN-DOUBT', 'SOLD-TO-DEPARTED', 'BOUGHT-FROM-DEPARTED', 'INHERITED'], ...rows])}${verdict}\n`;
}
