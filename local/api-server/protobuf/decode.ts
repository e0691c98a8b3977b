import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { readWire, WireError } from '../../../ground/protobuf/wire.ts';
import type { DecodeProtobuf } from '../contracts/validating.ts';
import { badRequest, StatusError } from '../contracts/status-error.ts';
import { builtInSchemas } from '../schema/built-in.ts';
import { decodeMessage } from './message.ts';

const PREFIX = [0x6b, 0x38, 0x73, 0x00]; // "k8s" and a zero
const SUMMARY_BYTES = 30;
const schemas = builtInSchemas();

/** The object in an application/vnd.kubernetes.protobuf body: the envelope names its kind, the schema knows its fields' numbers. */
export const decodeProtobuf: DecodeProtobuf = (body) => {
  try {
    if (!PREFIX.every((byte, at) => body[at] === byte))
      throw new WireError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
    const { apiVersion, kind, raw } = envelope(body.subarray(PREFIX.length));
    const [version = '', group = ''] = apiVersion.split('/').toReversed();
    const schema = schemas.kind({ group, version, kind });
    if (!schema)
      throw new StatusError(
        415,
        'UnsupportedMediaType',
        `the embedded API server reads no protobuf of ${kind} in ${apiVersion}: send it as application/json`,
        {},
      );
    // Go writes every zero: pruning leaves out what JSON would not hold.
    return schema.prune({ apiVersion, kind, metadata: {}, ...decodeMessage(raw, schema.fields) }).object;
  } catch (error) {
    if (error instanceof WireError) throw badRequest(`the object provided is unrecognized: ${error.message} (${summary(body)})`);
    throw error;
  }
};

interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Uint8Array;
}

/** runtime.Unknown: the type, and the object's own bytes. */
function envelope(bytes: Uint8Array): Envelope {
  let type: JsonObject = {};
  let raw: Uint8Array = new Uint8Array();
  for (const { number, value } of readWire(bytes)) {
    if (number === 1 && value instanceof Uint8Array) type = texts(value);
    if (number === 2 && value instanceof Uint8Array) raw = value;
    if (number === 3 && value instanceof Uint8Array && value.length > 0)
      throw new WireError('the content of the envelope is encoded once more');
  }
  return { apiVersion: textOf(type['1']), kind: textOf(type['2']), raw };
}

const texts = (bytes: Uint8Array): JsonObject =>
  Object.fromEntries(
    [...readWire(bytes)].map(({ number, value }) => [String(number), value instanceof Uint8Array ? new TextDecoder().decode(value) : '']),
  );

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : '');

const summary = (body: Uint8Array): string => {
  if (body.length === 0) return '<empty>';
  return `${Buffer.from(body.subarray(0, SUMMARY_BYTES)).toString('hex')}${body.length > SUMMARY_BYTES ? ' ...' : ''}`;
};
