import { forbidden } from '../../contracts/status-error.ts';
import { obeyConnection } from '../../verbs/connect.ts';
import type { ServerParts } from '../../verbs/request.ts';
import { storedObject } from '../../verbs/update.ts';
import type { Resolved } from '../admit/resolve.ts';
import { ON_ITS_WAY, type Answered } from '../present/answer.ts';
import { warningHeaders } from '../present/warning.ts';
import type { ResourceTarget } from '../understand/target.ts';
import { commandWish } from './command-wish.ts';
import { sendLog } from './pod-log.ts';
import { proxied, proxyToPod } from './pod-proxy.ts';
import { forwardToPod } from './port-forward.ts';

/** Does it come from the pod itself, and not from the store? */
export const isPodStream = ({ group, plural, subresource = '' }: ResourceTarget): boolean =>
  group === '' && plural === 'pods' && ['attach', 'exec', 'log', 'proxy', 'portforward'].includes(subresource);

/** Log, proxy, port-forward or a command, until either side ends it or `stopping` aborts. */
export async function streamFromPod(cluster: ServerParts, resolved: Resolved, stopping: AbortSignal): Promise<Answered> {
  const { request, response, query, user, upgrade, target, wanted, served, warnings } = resolved;
  // A WebSocket begins as a GET, and yet it can do what a POST can: it takes both rights.
  if (upgrade && !cluster.access.authorizer.authorize(user, { ...wanted, verb: 'create' }).allowed)
    throw forbidden(target, target.name ?? '', '');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, stopping]);
  const { namespace, subresource, rest = '', name = '' } = target;
  const { pod: podName, port } = subresource === 'proxy' ? proxied(name) : { pod: name, port: '' };
  const pod = storedObject(cluster, served, namespace, podName);
  if (subresource === 'log') {
    await sendLog(response, pod, query, cluster.nodes, cluster.clock(), signal);
    return ON_ITS_WAY;
  }
  const command = subresource === 'exec' || subresource === 'attach' ? commandWish(query, subresource) : undefined;
  await obeyConnection(
    cluster,
    { served, user, query, namespace, name: podName, subresource, warn: (message) => warnings.push(message) },
    command === undefined ? (rest === '' ? {} : { path: rest }) : { ...command },
  );
  if (warnings.length > 0) response.setHeader('warning', warningHeaders(warnings));
  if (subresource === 'portforward') await forwardToPod(request, upgrade, pod, query, cluster.nodes, stopping);
  else if (command) {
    const { execInPod } = await import('./exec.ts'); // seldom
    await execInPod(request, upgrade, pod, command, cluster.nodes, stopping);
  } else await proxyToPod(request, response, pod, port, `${rest}${query.size === 0 ? '' : `?${query.toString()}`}`, cluster.nodes, signal);
  return ON_ITS_WAY;
}
