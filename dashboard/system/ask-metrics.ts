import { messageOf } from '../../ground/text/message-of.ts';
import { getAtAddress } from '../../kube/books/get-on-connection.ts';
import { textWithin } from '../../kube/books/read-pages.ts';
import type { Client } from '../../kube/client/client.ts';
import type { PodAddress } from '../pod-address.ts';
import { shown } from '../shown-text.ts';
import { controllerNumbers, type ControllerNumbers } from './metric-values.ts';

/** The numbers of a pod, or why they are not known. */
export type AskMetrics = (pod: PodAddress) => Promise<ControllerNumbers | { readonly why: string }>;

const PATH = '/metrics';
const DEADLINE_MS = 2_000;
/** Of ours, some 30 KiB. */
const MOST_BYTES = 1024 * 1024;

/** At the addresses of their pods. */
export const metricsAtAddress: AskMetrics = ({ ip, port }) =>
  numbersOf(async () => getAtAddress(ip, port, PATH, AbortSignal.timeout(DEADLINE_MS)));

/** From outside of the cluster: by the right to get pods/proxy. */
export const metricsThroughApiServer =
  (client: Client): AskMetrics =>
  ({ namespace, name, port }) =>
    numbersOf(async () => {
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}:${port}/proxy${PATH}`;
      return (await client.raw({ path, timeoutMs: DEADLINE_MS })).body;
    });

async function numbersOf(get: () => Promise<AsyncIterable<Uint8Array>>): ReturnType<AskMetrics> {
  try {
    const text = await textWithin(await get(), MOST_BYTES);
    return text === undefined ? { why: `its metrics are longer than ${MOST_BYTES / 1024} KiB` } : controllerNumbers(text);
  } catch (error) {
    return { why: shown(`its metrics are not known: ${messageOf(error)}`) };
  }
}
