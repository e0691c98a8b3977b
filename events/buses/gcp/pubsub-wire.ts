import { bytesField, integerField, readWire, textField, type WirePieces } from '../../../ground/protobuf/wire.ts';

/** google.pubsub.v1.PubsubMessage, as far as we use it. */
export interface PubSubMessage {
  readonly data: Uint8Array;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly orderingKey: string;
}

export const publishRequest = (topic: string, messages: readonly PubSubMessage[]): WirePieces => [
  ...textField(1, topic),
  ...messages.flatMap((message) => bytesField(2, ...fieldsOf(message))),
];

const fieldsOf = ({ data, attributes, orderingKey }: PubSubMessage): WirePieces => [
  ...bytesField(1, data),
  ...attributes.flatMap(([name, value]) => bytesField(2, ...textField(1, name), ...textField(2, value))),
  ...textField(5, orderingKey),
];

export const pullRequest = (subscription: string, most: number): WirePieces => [...textField(1, subscription), ...integerField(3, most)];

export const acknowledgeRequest = (subscription: string, ackId: string): WirePieces => [
  ...textField(1, subscription),
  ...textField(2, ackId),
];

/** After so many seconds the message comes again. */
export const modifyRequest = (subscription: string, ackId: string, seconds: number): WirePieces => [
  ...textField(1, subscription),
  ...integerField(3, seconds),
  ...textField(4, ackId),
];

export interface PulledMessage extends PubSubMessage {
  readonly ackId: string;
}

export function readPullResponse(bytes: Uint8Array): readonly PulledMessage[] {
  return all(bytes, 1).map((received) => {
    const message = last(received, 2);
    return {
      ackId: text(last(received, 1)),
      data: last(message, 1),
      attributes: all(message, 2).map((entry) => [text(last(entry, 1)), text(last(entry, 2))] as const),
      orderingKey: text(last(message, 5)),
    };
  });
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** The values of a field of bytes, as often as it is there. */
const all = (bytes: Uint8Array, wanted: number): readonly Uint8Array[] =>
  [...readWire(bytes)].flatMap(({ number, value }) => (number === wanted && value instanceof Uint8Array ? [value] : []));

const last = (bytes: Uint8Array, wanted: number): Uint8Array => all(bytes, wanted).at(-1) ?? new Uint8Array();
