import type { IncomingMessage, ServerResponse } from 'node:http';
import { Session } from 'node:inspector/promises';
import { nodeHttp } from '../../../ground/node-http.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { abortOf } from '../../../ground/time/abort.ts';
import { UsageError } from '../../runtime/flags/flags.ts';
import { addressOf, close, listen } from '../../runtime/tell/probes.ts';
import type { ReloadSettings } from '../flags.ts';
import type { ReloadParts } from '../seen/reload-key.ts';

const PATH = '/debug/pprof/profile';
const LONGEST_S = 300;

/**
 * Where Go serves pprof, V8's own: what the process spends its time on, as Chrome's DevTools and speedscope read it.
 * No heap: what is in memory is nobody's business.
 */
export function serveCpuProfiles({ log, clock, beside }: Pick<ReloadParts, 'log' | 'clock' | 'beside'>, settings: ReloadSettings): void {
  if (!settings['enable-pprof']) return;
  const address = addressOf(settings['pprof-addr']);
  if (address === undefined)
    throw new UsageError(`--pprof-addr is "${settings['pprof-addr']}": it is host:port, or :port for all addresses`);
  beside(async (stop) => {
    let busy = false;
    const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const seconds = Number(searchParams.get('seconds') ?? 30);
      if (request.method !== 'GET' || pathname !== PATH) response.writeHead(404).end(`there is ${PATH}?seconds=30\n`);
      else if (!(seconds > 0 && seconds <= LONGEST_S)) response.writeHead(400).end(`seconds is a number up to ${LONGEST_S}\n`);
      else if (busy) response.writeHead(409).end('a profile is being taken\n');
      else {
        busy = true;
        const profile = await take(seconds, clock, stop).finally(() => (busy = false));
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="config-reload.cpuprofile"' })
          .end(profile);
      }
    };
    const server = nodeHttp.createServer((request, response) => {
      serve(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
    });
    try {
      log.info({ port: await listen(server, address), path: PATH }, 'CPU profiles are served');
    } catch (error) {
      return log.warn({ error }, 'CPU profiles are not served');
    }
    await abortOf(stop);
    await close(server);
  });
}

async function take(seconds: number, clock: Clock, stop: AbortSignal): Promise<string> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await clock.pause(seconds * 1_000, stop);
    return JSON.stringify((await session.post('Profiler.stop')).profile);
  } finally {
    session.disconnect();
  }
}
