import { bytesField, integerField, readWire, textField, WireError, writeWire, type WirePieces } from '../../../ground/protobuf/wire.ts';

/** kollect.event.v1.Envelope: envelope.proto. */
export interface Envelope {
  readonly id: string;
  readonly timestampMs: number;
  readonly appliesAtMs: number;
  readonly payload: Payload;
}

/** What happened: resource.proto. */
export type Payload =
  | { readonly type: 'created'; readonly uid: string; readonly clusterId: string; readonly resource: Uint8Array }
  | { readonly type: 'updated'; readonly uid: string; readonly clusterId: string; readonly then: Uint8Array; readonly now: Uint8Array }
  | { readonly type: 'deleted'; readonly uid: string; readonly clusterId: string };

/** What stands in an envelope that was read: perhaps something that a later version puts there. */
export type ReadPayload = Payload | { readonly type: 'unknown'; readonly typeUrl: string };

/** The full names of the payloads, by which kollect's metrics call them, too. */
export const PAYLOAD_NAMES = {
  created: 'kollect.resource.event.v1.ResourceCreatedEvent',
  updated: 'kollect.resource.event.v1.ResourceUpdatedEvent',
  deleted: 'kollect.resource.event.v1.ResourceDeletedEvent',
} as const;

export function writeEnvelope({ id, timestampMs, appliesAtMs, payload }: Envelope): Uint8Array {
  return writeWire([
    ...textField(1, id),
    ...bytesField(2, ...timestamp(timestampMs)),
    ...bytesField(3, ...timestamp(appliesAtMs)),
    ...bytesField(4, ...textField(1, `type.googleapis.com/${PAYLOAD_NAMES[payload.type]}`), ...bytesField(2, ...fieldsOf(payload))),
  ]);
}

/** Throws WireError for what is not an envelope; fields that it does not know are passed over. */
export function readEnvelope(bytes: Uint8Array): Omit<Envelope, 'payload'> & { readonly payload: ReadPayload } {
  const fields = fieldsIn(bytes);
  if (!fields.has(4)) throw new WireError('it has no payload');
  return {
    id: textAt(fields, 1),
    timestampMs: millisecondsOf(bytesAt(fields, 2)),
    appliesAtMs: millisecondsOf(bytesAt(fields, 3)),
    payload: payloadOf(fieldsIn(bytesAt(fields, 4))),
  };
}

function fieldsOf(payload: Payload): WirePieces {
  switch (payload.type) {
    case 'created':
      return [...textField(1, payload.uid), ...bytesField(2, payload.resource), ...textField(3, payload.clusterId)];
    case 'updated':
      return [
        ...textField(1, payload.uid),
        ...bytesField(2, payload.then),
        ...bytesField(3, payload.now),
        ...textField(4, payload.clusterId),
      ];
    case 'deleted':
      return [...textField(1, payload.uid), ...textField(2, payload.clusterId)];
  }
}

function payloadOf(any: Fields): ReadPayload {
  const [typeUrl, value] = [textAt(any, 1), bytesAt(any, 2)];
  // Any may name another host: what counts is the name behind the last slash.
  switch (typeUrl.slice(typeUrl.lastIndexOf('/') + 1)) {
    case PAYLOAD_NAMES.created: {
      const fields = fieldsIn(value);
      return { type: 'created', uid: textAt(fields, 1), resource: bytesAt(fields, 2), clusterId: textAt(fields, 3) };
    }
    case PAYLOAD_NAMES.updated: {
      const fields = fieldsIn(value);
      return { type: 'updated', uid: textAt(fields, 1), then: bytesAt(fields, 2), now: bytesAt(fields, 3), clusterId: textAt(fields, 4) };
    }
    case PAYLOAD_NAMES.deleted: {
      const fields = fieldsIn(value);
      return { type: 'deleted', uid: textAt(fields, 1), clusterId: textAt(fields, 2) };
    }
    default:
      return { type: 'unknown', typeUrl };
  }
}

/** The last of each number counts, as in any reader of protobuf. */
type Fields = ReadonlyMap<number, bigint | Uint8Array>;

const fieldsIn = (bytes: Uint8Array): Fields => new Map(Array.from(readWire(bytes), ({ number, value }) => [number, value]));

function bytesAt(fields: Fields, number: number): Uint8Array {
  const value = fields.get(number) ?? new Uint8Array();
  if (value instanceof Uint8Array) return value;
  throw new WireError(`field ${number} is a number`);
}

function textAt(fields: Fields, number: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesAt(fields, number));
  } catch (cause) {
    if (cause instanceof WireError) throw cause;
    throw new WireError(`field ${number} is not valid UTF-8`, { cause });
  }
}

/** google.protobuf.Timestamp: whole seconds, which may be before 1970, and nanoseconds after them. */
function timestamp(ms: number): WirePieces {
  const seconds = Math.floor(ms / 1_000);
  const nanos = Math.floor(ms - seconds * 1_000) * 1_000_000;
  return [...integerField(1, seconds), ...integerField(2, nanos)];
}

const YEAR_1_MS = -62_135_596_800_000;
const YEAR_10000_MS = 253_402_300_800_000;

function millisecondsOf(bytes: Uint8Array): number {
  const fields = fieldsIn(bytes);
  const ms = integerAt(fields, 1) * 1_000 + Math.floor(integerAt(fields, 2) / 1_000_000);
  if (ms < YEAR_1_MS || ms >= YEAR_10000_MS) throw new WireError('a timestamp is outside the years 1 to 9999');
  return ms;
}

function integerAt(fields: Fields, number: number): number {
  const value = fields.get(number) ?? 0n;
  if (typeof value === 'bigint') return Number(BigInt.asIntN(64, value));
  throw new WireError(`field ${number} of a timestamp is not a number`);
}
