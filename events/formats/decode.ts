import type { Received } from '../buses/bus.ts';
import { inOneLine } from '../../ground/text/printable.ts';
import { decodeBinary, decodeStructured } from './cloudevents/decode.ts';
import { decodeKollect } from './kollect/decode.ts';
import { UnreadableMessage, type ResourceEvent, type UnknownEvent } from './resource-event.ts';

/** What tells the format of a message, and the message. */
export type Readable = Pick<Received, 'body' | 'contentType' | 'attributes'>;

/** In which formats a message can be. */
export type FormatName = 'kollect' | 'cloudevents';

const BRACE = 0x7b;

/**
 * The event in a message of any format, or of the one that is expected. Throws UnreadableMessage, which says what was read, why
 * not, and what to do.
 */
export function decode(message: Readable, format = formatOf(message)): ResourceEvent | UnknownEvent {
  try {
    if (format === 'kollect') return decodeKollect(message.body);
    return message.attributes.has('specversion') ? decodeBinary(message.attributes, message.body) : decodeStructured(message.body);
  } catch (cause) {
    if (!(cause instanceof UnreadableMessage)) throw cause;
    throw new UnreadableMessage(
      `cannot read a message of ${message.body.length} bytes as ${format}: ${inOneLine(cause.message, 300)}: ${REMEDY}`,
      {
        cause,
      },
    );
  }
}

const REMEDY = 'let nothing but resource-events publish there';

/** An envelope of kollect's begins with its id, and an object of JSON with a brace. */
function formatOf({ attributes, contentType = '', body }: Readable): FormatName {
  if (attributes.has('specversion') || /^application\/(cloudevents\+)?json\b/i.test(contentType)) return 'cloudevents';
  return body[0] === BRACE ? 'cloudevents' : 'kollect';
}
