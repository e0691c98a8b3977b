import type { AddressInfo } from 'node:net';
import type { AskBooks } from '../../../dashboard/books/ask-books.ts';
import { createDashboard, type DashboardOptions } from '../../../dashboard/dashboard.ts';
import { WATCHED, type Watched } from '../../../dashboard/read/watched.ts';
import { loadPage, type PageFiles } from '../../../dashboard/serve/page-files.ts';
import { systemClock } from '../../../ground/time/clock.ts';
import type { Connection } from '../../../kube/connect.ts';

export interface ShownCluster {
  readonly url: string;
  stop(): Promise<void>;
}

export interface ShowOptions {
  readonly page?: PageFiles;
  readonly port?: number;
  /** @default all */
  readonly clusterWide?: readonly Watched[];
  readonly mostAlone?: number;
  readonly askBooks?: AskBooks;
  readonly time?: Pick<DashboardOptions, 'clock' | 'wall'>;
}

/** A dashboard of a cluster, in the process of the test. */
export async function showCluster(
  { client }: Pick<Connection, 'client'>,
  { page, port = 0, clusterWide = WATCHED, mostAlone, askBooks, time = { clock: systemClock, wall: Date.now } }: ShowOptions = {},
): Promise<ShownCluster> {
  const over = new AbortController();
  const dashboard = createDashboard({
    client,
    page: page ?? (await loadPage()),
    clusterWide: new Set(clusterWide),
    kingdoms: [],
    hosts: [],
    ...(mostAlone === undefined ? {} : { mostAlone }),
    ...(askBooks === undefined ? {} : { askBooks }),
    ...time,
    random: Math.random,
  });
  const { server } = dashboard;
  const running = dashboard.run(over.signal);
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      over.abort();
      server.closeAllConnections();
      server.close();
      await running;
    },
  };
}
