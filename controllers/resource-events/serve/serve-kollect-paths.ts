import type { Registry } from 'prom-client';
import { abortOf } from '../../../ground/time/abort.ts';
import { addressOf, close, listen, type Check } from '../../runtime/tell/probes.ts';
import type { Log } from '../../runtime/tell/log.ts';
import { createKollectPaths } from './kollect-paths.ts';

export interface ServeOptions {
  /** `:8081`; empty: nowhere. */
  readonly address: string;
  readonly ready: Check;
  readonly metrics: Registry;
  readonly log: Log;
  readonly stop: AbortSignal;
}

/** Serves kollect's paths until `stop` aborts. An address that is taken is no reason to publish nothing. */
export async function serveKollectPaths({ address, ready, metrics, log, stop }: ServeOptions): Promise<void> {
  const at = addressOf(address);
  if (at === undefined) return;
  const server = createKollectPaths({ ready, metrics: { text: () => metrics.metrics(), contentType: metrics.contentType } });
  try {
    log.info({ port: await listen(server, at) }, "kollect's paths are served");
  } catch (error) {
    return log.warn({ error, address }, "kollect's paths are not served: give another --kollect-addr, or an empty one");
  }
  await abortOf(stop);
  await close(server);
}
