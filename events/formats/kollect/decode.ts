import { WireError } from '../../../ground/protobuf/wire.ts';
import { parsed, presentObject, publishedObject } from '../published-object.ts';
import { UnreadableMessage, type PublishedObject, type ResourceEvent, type UnknownEvent } from '../resource-event.ts';
import { PAYLOAD_NAMES, readEnvelope } from './envelope.ts';

/** The event in a message of kollect's format, whoever wrote it. Throws UnreadableMessage. */
export function decodeKollect(body: Uint8Array): ResourceEvent | UnknownEvent {
  const { id, payload, timestampMs, appliesAtMs } = envelopeIn(body);
  if (payload.type === 'unknown') return { type: 'unknown', id, key: '', typeName: payload.typeUrl };
  const { uid, clusterId } = payload;
  const told = {
    id,
    typeName: PAYLOAD_NAMES[payload.type],
    key: clusterId === '' ? uid : `${clusterId}/${uid}`,
    clusterId,
    uid,
    happenedAt: new Date(appliesAtMs),
    noticedAt: new Date(timestampMs),
    merged: 0,
    shrunk: false,
  };
  switch (payload.type) {
    case 'created': {
      const now = presentObject('resource', stateIn('resource', payload.resource));
      return { type: 'created', ...told, ...namesIn(now), now };
    }
    case 'updated': {
      const now = presentObject('now', stateIn('now', payload.now));
      return { type: 'updated', ...told, ...namesIn(now), then: publishedObject('then', stateIn('then', payload.then)), now, changed: [] };
    }
    case 'deleted':
      return { type: 'deleted', ...told };
  }
}

function envelopeIn(body: Uint8Array) {
  try {
    return readEnvelope(body);
  } catch (cause) {
    if (cause instanceof WireError) throw new UnreadableMessage(`it is not an envelope of kollect: ${cause.message}`, { cause });
    throw cause;
  }
}

const stateIn = (what: string, state: Uint8Array): unknown => (state.length === 0 ? undefined : parsed(what, state));

/** What CloudEvents say beside the object, and kollect's format in it. */
const namesIn = ({ apiVersion, kind, metadata }: PublishedObject) => ({
  apiVersion,
  kind,
  namespace: metadata?.namespace,
  name: metadata?.name,
  resourceVersion: metadata?.resourceVersion,
});
