import { Command, Option } from 'commander';
import { ApiError } from '../kube/api-error.ts';
import { namespaces, pods, type Pod } from '../kube/built-in.ts';
import { textOf } from '../kube/exchange.ts';
import { keyOf } from '../kube/resource.ts';
import { REALM_LABEL, SHOP_LABEL } from '../model/keys.ts';
import { parseBooks, type Books } from './audit/books.ts';
import { audit as auditBooks, type Audit } from './audit/laws.ts';
import type { Invocation } from './invocation.ts';
import { isKingdom } from './kingdom-of.ts';
import { table } from './listing.ts';
import { reachCluster, withClusterOptions, type ClusterOptions, type Reached } from './reach-cluster.ts';
import { CommandFailure, runCommand } from './run-command.ts';

interface Options extends ClusterOptions {
  readonly realm?: string;
  readonly output: 'table' | 'json';
}

export const auditCommand = (invocation: Invocation): Command =>
  withClusterOptions(
    new Command('audit')
      .description("ask every worker for its books, and say whether all of them agree; exit code 1 where they do not")
      .option('--realm <name>', 'only this realm; else all shops of the cluster')
      .addOption(new Option('-o, --output <format>', 'how to print').choices(['table', 'json']).default('table')),
  )
    .addHelpText('before', 'civ audit\nciv audit --realm sample -o json\n')
    .action(async ({ realm, output, ...cluster }: Options) => {
      await reachCluster(invocation, cluster, async (reached) => {
        const shops = await shopsOf(reached, realm);
        if (shops.length === 0) throw new CommandFailure(realm === undefined ? 'there is no shop to audit in this cluster' : `there is no shop of a realm "${realm}" in this cluster`);
        const before = await readAll(reached, shops);
        const middle = await readAll(reached, shops);
        const after = await readAll(reached, shops);
        const found = auditBooks({ before: before.books, middle: middle.books, after: after.books });
        invocation.stdout.write(output === 'json' ? `${JSON.stringify({ ...found, pods: after.books.length, unread: after.unread }, undefined, 2)}\n` : report(after.books, found));
        const broken = [...found.breaches.map(({ text }) => text), ...after.unread];
        if (broken.length > 0) throw new CommandFailure(`${found.breaches.length > 0 ? `the books do not agree (${found.breaches.length})` : 'not all books could be read'}:\n${broken.map((line) => `  ${line}`).join('\n')}`);
      });
    });

export const audit = runCommand(auditCommand);

async function shopsOf({ client, limits }: Reached, realm: string | undefined): Promise<readonly Pod[]> {
  const kingdoms = (await client.list(namespaces, limits)).items.filter(isKingdom);
  const lists = await Promise.all(
    kingdoms.map(({ metadata }) => client.list(pods, { ...limits, namespace: metadata?.name ?? '', labelSelector: realm === undefined ? SHOP_LABEL : `${SHOP_LABEL},${REALM_LABEL}=${realm}` })),
  );
  return lists.flatMap(({ items }) => items).filter(({ metadata, status }) => status?.phase === 'Running' && metadata?.deletionTimestamp === undefined);
}

interface Readings {
  readonly books: readonly Books[];
  readonly unread: readonly string[];
}

async function readAll(reached: Reached, shops: readonly Pod[]): Promise<Readings> {
  const read = await Promise.all(shops.map((pod) => readOne(reached, pod)));
  return { books: read.filter((one) => typeof one !== 'string'), unread: read.filter((one) => typeof one === 'string') };
}

/** Through the API server, which reaches every pod. Answers why not, where it does not get through. */
async function readOne({ client, limits }: Reached, pod: Pod): Promise<Books | string> {
  const { namespace = '', name = '' } = pod.metadata ?? {};
  try {
    const { body } = await client.raw({ timeoutMs: 10_000, ...limits, path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}:8080/proxy/books` });
    return parseBooks(await textOf(body)) ?? `${keyOf(pod)}: what it answers are no books`;
  } catch (error) {
    if (!ApiError.is(error)) throw error;
    return `${keyOf(pod)}: ${error.message}`;
  }
}

function report(books: readonly Books[], { departed, open, inDoubt, breaches }: Audit): string {
  const goods = new Map<string, { produced: number; consumed: number; stock: number }>();
  for (const { goods: own } of books)
    for (const [good, { produced, consumed, stock }] of Object.entries(own)) {
      const sum = goods.get(good) ?? { produced: 0, consumed: 0, stock: 0 };
      goods.set(good, { produced: sum.produced + produced, consumed: sum.consumed + consumed, stock: sum.stock + stock });
    }
  const rows = [...goods].sort(([a], [b]) => (a < b ? -1 : 1)).map(([good, { produced, consumed, stock }]) =>
    [good, produced, consumed, stock, open[good] ?? 0, inDoubt[good] ?? 0, departed[good]?.soldToThem ?? 0, departed[good]?.boughtFromThem ?? 0].map(String),
  );
  const verdict = breaches.length === 0 ? `${books.length} books, and all of them agree` : `${books.length} books, and they do not agree`;
  return `${table([['GOOD', 'PRODUCED', 'CONSUMED', 'STOCK', 'OPEN', 'IN-DOUBT', 'SOLD-TO-DEPARTED', 'BOUGHT-FROM-DEPARTED'], ...rows])}${verdict}\n`;
}
