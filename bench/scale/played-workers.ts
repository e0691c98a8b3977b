import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request as forward } from 'undici';
import type { RealApiServerFacts } from '../../test/real/kube-apiserver.ts';

/** `/api/v1/namespaces/<kingdom>/pods/<shop>-0:8080/proxy/books` */
const BOOKS_OF = /^\/api\/v1\/namespaces\/(?<kingdom>[^/]+)\/pods\/(?<shop>[^/]+)-0:8080\/proxy\/books$/;
const UNITS = 100;

/** Who sells what to whom, in each kingdom. */
const TRADES = [
  { seller: 'woodworker', good: 'wood', buyer: 'ironworker' },
  { seller: 'woodworker', good: 'wood', buyer: 'craftsman' },
  { seller: 'stoneworker', good: 'stone', buyer: 'ironworker' },
  { seller: 'ironworker', good: 'iron', buyer: 'craftsman' },
];

export interface PlayedWorkers {
  /** Of the administrator: the API server, with workers behind it. */
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/**
 * In front of an API server whose nodes are only played: it answers for all workers when they are asked for their books, and passes on
 * everything else. What the server itself would take to pass a question on to a pod is not in it.
 */
export async function startPlayedWorkers({ url, ca, kubeconfig: direct }: RealApiServerFacts): Promise<PlayedWorkers> {
  const dispatcher = new Agent({ connect: { ca } });
  const pass = async (path: string, authorization: string, outgoing: ServerResponse): Promise<void> => {
    const { statusCode, headers, body } = await forward(`${url}${path}`, { dispatcher, headers: { authorization } });
    outgoing.writeHead(statusCode, { 'content-type': String(headers['content-type']) });
    body.pipe(outgoing);
  };
  const server = createServer((incoming, outgoing) => {
    const { kingdom, shop } = BOOKS_OF.exec(incoming.url ?? '')?.groups ?? {};
    if (kingdom !== undefined && shop !== undefined) return void outgoing.end(JSON.stringify(booksOf(kingdom, shop)));
    void pass(incoming.url ?? '/', incoming.headers.authorization ?? '', outgoing).catch(() => outgoing.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const kubeconfig = `${direct}-played-workers`;
  const { port } = server.address() as AddressInfo;
  writeFileSync(kubeconfig, readFileSync(direct, 'utf8').replace(url, `http://127.0.0.1:${port}`), { mode: 0o600 });
  return {
    kubeconfig,
    async stop() {
      server.close();
      server.closeAllConnections();
      await dispatcher.destroy();
    },
  };
}

/** Books that agree with those of all others. */
function booksOf(kingdom: string, shop: string): object {
  const [sales, purchases] = [TRADES.filter(({ seller }) => seller === shop), TRADES.filter(({ buyer }) => buyer === shop)];
  const goods = [...new Set([...sales, ...purchases].map(({ good }) => good))].map((good) => {
    const [sold, bought] = [sales, purchases].map((trades) => UNITS * trades.filter((trade) => trade.good === good).length) as [
      number,
      number,
    ];
    return [good, { produced: sold, bought, consumed: bought, sold, stock: 0, inDoubt: 0 }];
  });
  const partners = [
    ...sales.map(({ buyer, good }) => [idOf(kingdom, buyer), { [good]: { sold: UNITS, bought: 0, open: 0 } }]),
    ...purchases.map(({ seller, good }) => [idOf(kingdom, seller), { [good]: { sold: 0, bought: UNITS, open: 0 } }]),
  ];
  return {
    version: 1,
    id: idOf(kingdom, shop),
    pod: `${kingdom}/${shop}-0`,
    sales: sales.length,
    goods: Object.fromEntries(goods),
    with: Object.fromEntries(partners),
  };
}

const idOf = (kingdom: string, shop: string): string => createHash('sha256').update(`${kingdom}/${shop}`).digest('hex').slice(0, 24);
