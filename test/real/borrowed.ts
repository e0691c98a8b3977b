import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import { until } from '../until.ts';
import { contentsOf, restore } from './etcd.ts';
import { restarts, startRealApiServer, type RealApiServer, type RealApiServerFacts } from './kube-apiserver.ts';
import { untilNoOldWebhookIsCalled } from './old-webhooks.ts';
import { takePlace } from './places.ts';

/** A real API server as a suite borrows it: as new, with an audit log, and not to be stopped, though an outage may be had. */
export type BorrowedApiServer = Omit<RealApiServer, 'stop'>;

/** What the next suite has to know of it. */
interface Lent {
  readonly server: RealApiServerFacts;
  readonly contents: readonly (readonly [string, string])[];
  readonly groups: string;
}

/**
 * A real API server that no other suite has until this one has ended: the first that asks starts it, each later one finds it as it was
 * then, whatever another has left. It ends with the process that has started it, which is one of jest's.
 */
export async function borrowRealApiServer(): Promise<BorrowedApiServer> {
  const file = join(await takePlace(), 'lent.json');
  const lent = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Lent) : undefined;
  if (lent === undefined || !existsSync(lent.server.folder)) {
    const server = await startRealApiServer({ audit: true });
    const contents = [...(await contentsOf(server.etcd))];
    writeFileSync(file, JSON.stringify({ server, contents, groups: await groupsOf(server) } satisfies Lent), { mode: 0o600 });
    return server;
  }
  const server = { ...lent.server, ...restarts(lent.server) };
  const gone = await restore(server.etcd, new Map(lent.contents));
  // A suite that failed in the middle of an outage has left it down.
  await groupsOf(server).catch(() => server.start());
  await until('the API server to serve no kind but its own', async () => (await groupsOf(server)) === lent.groups);
  await untilNoOldWebhookIsCalled(server, gone);
  truncateSync(server.auditLog);
  return server;
}

/** Which groups of kinds it serves. */
async function groupsOf({ url, ca, token }: RealApiServerFacts): Promise<string> {
  const dispatcher = new Agent({ connect: { ca } });
  try {
    const response = await fetch(`${url}/apis`, { dispatcher, headers: { authorization: `Bearer ${token}` } });
    const { groups } = (await response.json()) as { readonly groups: readonly { readonly name: string }[] };
    return groups.map(({ name }) => name).join();
  } finally {
    await dispatcher.destroy();
  }
}
