import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { events, type Event } from '../../../kube/objects/built-in.ts';
import type { WorkloadKey } from '../seen/reload-key.ts';

/** What was told of a workload, by this controller or by Reloader. */
export interface ReloadEvent {
  readonly at: number;
  readonly reason: string;
  readonly message: string;
  readonly times: number;
}

const REASONS = new Set(['Reloaded', 'ReloadFail', 'ReloadHeld', 'ReloadAnnotation', 'RecordRemoved', 'RecordTooLarge']);
const MOST = 10;

/** The newest first; a cluster keeps them for an hour or so. Undefined where the user may not read them. */
export async function readReloadEvents(client: Client, { kind, storeKey }: WorkloadKey): Promise<readonly ReloadEvent[] | undefined> {
  const [namespace = '', name = ''] = storeKey.split('/');
  try {
    const { items } = await client.list(events, { namespace, fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${name}` });
    return items
      .filter(({ reason }) => REASONS.has(reason ?? ''))
      .map(told)
      .sort((one, other) => other.at - one.at)
      .slice(0, MOST);
  } catch (error) {
    if (ApiError.is(error, 'forbidden')) return undefined;
    throw error;
  }
}

const told = ({ metadata, lastTimestamp, eventTime, reason = '', message = '', count = 1 }: Event): ReloadEvent => ({
  at: Date.parse(lastTimestamp ?? eventTime ?? metadata?.creationTimestamp ?? '') || 0,
  reason,
  message,
  times: count,
});
