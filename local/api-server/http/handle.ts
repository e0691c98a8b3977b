import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerParts } from '../verbs/request.ts';
import { admit } from './admit/admit.ts';
import { authorize } from './admit/authorize.ts';
import { resolve } from './admit/resolve.ts';
import { internalError } from '../contracts/status-error.ts';
import { usageAnswer } from '../metrics/answer.ts';
import { METRICS_GROUP } from '../metrics/resources.ts';
import { errorAnswer, failureAnswer, isAnswer, notFoundPage, ON_ITS_WAY, type Answered } from './present/answer.ts';
import { present } from './present/present.ts';
import { send } from './present/send.ts';
import { documentAt, type ServerDocuments } from './route/documents.ts';
import { route } from './route/route.ts';
import { openWatch, type WatchSettings } from './streams/open-watch.ts';
import { isPodStream, streamFromPod } from './streams/pod-stream.ts';
import { arrive, type Arrival, type Upgrade } from './understand/arrival.ts';
import { identify } from './understand/identify.ts';
import { locate } from './understand/locate.ts';
import { negotiate, type Understood } from './understand/negotiate.ts';
import { withFaults } from './with-faults.ts';

export interface Server extends WatchSettings {
  readonly cluster: ServerParts;
  readonly documents: ServerDocuments;
  /** Told of every defect: an error that is not a refusal. */
  readonly report: (error: unknown) => void;
}

/** Answers one request; never throws: nothing that a client sends ends the process that the server is in. */
export async function handle(server: Server, request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade): Promise<void> {
  try {
    await walk(server, arrive(request, response, upgrade));
  } catch (error) {
    server.report(error); // what the walk does not explain itself: the answer could not be made
    lastResort(response);
  }
}

function lastResort(response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const { code, text } = failureAnswer(internalError('the answer could not be sent').status);
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(code, { 'content-type': 'application/json', connection: 'close' }).end(text);
}

async function walk(server: Server, arrival: Arrival): Promise<void> {
  const explained = (error: unknown) => errorAnswer(error, server.report);
  let exchange: Understood;
  try {
    exchange = negotiate(locate(identify(server.cluster.access, arrival)));
  } catch (error) {
    return send(arrival, explained(error), 'json');
  }
  const outcome = await withFaults(server.switchboard, exchange, () => answerTo(server, exchange).catch(explained)).catch(explained);
  if (outcome !== ON_ITS_WAY) await send(arrival, outcome, exchange.accept.format);
}

/** The steps from a request that is understood to its answer: each needs what the one before it found, and may end the walk. */
async function answerTo(server: Server, exchange: Understood): Promise<Answered> {
  const { cluster, documents, switchboard, stopping } = server;
  authorize(cluster.access.authorizer, exchange);
  const { target, path } = exchange;
  if (path.startsWith('//')) return notFoundPage(); // it is judged by what follows, and served nowhere
  if (target.kind === 'path') return documentAt(target, exchange, documents);
  const resolved = resolve(cluster.registry, exchange, target);
  if (isAnswer(resolved)) return resolved;
  if (isPodStream(target)) return streamFromPod(cluster, resolved, stopping);
  const admitted = await admit(cluster, resolved);
  const { usage } = cluster.nodes ?? {};
  if (usage && target.group === METRICS_GROUP) return present(usageAnswer(cluster, admitted.apiRequest, usage), admitted.as);
  if (target.verb === 'watch') return openWatch(cluster, admitted, server);
  const result = await route(cluster, admitted.apiRequest, switchboard.frozenAt(admitted.moment));
  return present(result, admitted.as);
}
