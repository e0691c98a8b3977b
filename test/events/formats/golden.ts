import type { FormatChoice } from '../../../events/formats/format.ts';
import type { Message } from '../../../events/message.ts';
import type { ResourceChange } from '../../../events/resource-change.ts';
import { change, created, deleted, gap } from '../changes.ts';

export const CHANGES: Readonly<Record<string, ResourceChange>> = {
  created: created(),
  listed: created({ type: 'listed' }),
  updated: change({ merged: 2 }),
  shrunk: change({ then: undefined, shrunk: true }),
  deleted: deleted(),
  gap: gap(),
};

export const CHOICES: Readonly<Record<string, FormatChoice>> = {
  kollect: { format: 'kollect' },
  binary: { format: 'cloudevents' },
  structured: { format: 'cloudevents', mode: 'structured' },
  knative: { format: 'cloudevents', types: 'knative' },
};

/** A message as it stands in messages.json: bytes that are text as text. */
export interface GoldenMessage {
  readonly contentType: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly base64?: string;
}

export function golden({ contentType, attributes, body }: Message): GoldenMessage {
  const bytes = Buffer.from(body);
  const isText = contentType !== 'application/protobuf';
  return {
    contentType,
    attributes: Object.fromEntries(attributes),
    ...(isText ? { text: bytes.toString() } : { base64: bytes.toString('base64') }),
  };
}
