import { createDashboard } from '../../dashboard/dashboard.ts';
import { WATCHED } from '../../dashboard/read/watched.ts';
import { serviceNames } from '../../dashboard/serve/host-check.ts';
import { loadPage, type PageFiles } from '../../dashboard/serve/page-files.ts';
import { listenProblem } from '../../ground/text/listen-problem.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { abortOf } from '../../ground/time/abort.ts';
import type { Controller, Parts, Reconcile } from '../runtime/definition.ts';
import { UsageError } from '../runtime/flags/flags.ts';
import { addressOf, close, listen } from '../runtime/tell/probes.ts';
import { flags, type DashboardFlags } from './flags.ts';

interface PreparedDashboard {
  readonly page: PageFiles;
  readonly address: NonNullable<ReturnType<typeof addressOf>>;
  /** The namespace of its Service. */
  readonly namespace: string;
}

/**
 * Shows realms in the browser. It only reads, so there is no leader and no Lease; nor does it ask which rights it has, for that would be
 * a POST: each source says on the page what it is refused.
 */
export const dashboard: Controller<typeof flags, string, PreparedDashboard> = {
  name: 'dashboard',
  summary: 'shows realms in the browser',
  flags,
  readsOnly: () => true,
  async prepare(settings, { namespace }) {
    const given = settings['page-addr'];
    const address = addressOf(given);
    if (address === undefined) throw new UsageError(`--page-addr is "${given}": it is host:port, or :port for all addresses`);
    return { page: await loadPage(), address, namespace };
  },
  setUp: assemble,
};

const LISTEN_REMEDY = {
  port: 'end what uses it, or give another port',
  host: 'give an address of this machine, or only :PORT to listen on all',
};

function assemble(parts: Parts, settings: DashboardFlags, { page, address, namespace }: PreparedDashboard): Reconcile {
  const { client, clock, wall, log } = parts;
  const { server, problems, run } = createDashboard({
    client,
    page,
    kingdoms: settings.kingdoms,
    clusterWide: new Set(settings['cluster-wide'] ? WATCHED : []),
    historyFile: settings.history === '' ? undefined : settings.history,
    hosts: [...serviceNames(settings.service, namespace), ...settings.hosts],
    clock,
    wall,
    random: Math.random,
  });
  parts.alsoReady(problems);
  parts.beside(async (stop) => {
    try {
      log.info({ port: await listen(server, address) }, 'the page is served');
    } catch (error) {
      const why = listenProblem(error, { ...address, remedy: LISTEN_REMEDY }) ?? messageOf(error);
      throw new UsageError(`cannot serve the page at --page-addr: ${why}`, { cause: error });
    }
    const running = run(stop);
    await abortOf(stop);
    await close(server);
    await running;
  });
  return async () => 'on-change'; // nothing is ever enqueued
}
