import type { ResourceChange } from '../../resource-change.ts';
import type { Message } from '../../message.ts';
import { referenceTo } from '../reference.ts';
import { writeEnvelope, type Payload } from './envelope.ts';

/** A change as kollect publishes it; what was listed at a first start is a creation there, and there is no word for a gap. */
export function encodeKollect(change: ResourceChange): Message | undefined {
  const payload = payloadOf(change);
  if (payload === undefined) return undefined;
  const { id, key, resource, object, happenedAtMs, noticedAtMs } = change;
  return {
    id,
    key,
    body: writeEnvelope({ id, timestampMs: noticedAtMs, appliesAtMs: happenedAtMs, payload }),
    contentType: 'application/protobuf',
    attributes: new Map(),
    about: { resource, object },
  };
}

/** kollect's consumers end at an empty state: where there is none, it is the reference. */
function payloadOf(change: ResourceChange): Payload | undefined {
  const { clusterId, object, then, now } = change;
  const of = { uid: object.uid, clusterId };
  switch (change.type) {
    case 'created':
    case 'listed':
      return { type: 'created', ...of, resource: now ?? referenceTo(change) };
    case 'updated':
      return { type: 'updated', ...of, then: then ?? referenceTo(change), now: now ?? referenceTo(change) };
    case 'deleted':
      return { type: 'deleted', ...of };
    case 'gap':
      return undefined;
  }
}
