import { hash } from 'node:crypto';
import { messageOf } from '../../ground/text/message-of.ts';
import { inOneLine } from '../../ground/text/printable.ts';
import type { Received } from '../buses/bus.ts';
import { decode, type FormatName } from '../formats/decode.ts';
import { UnreadableMessage, type ResourceEvent, type UnknownEvent } from '../formats/resource-event.ts';
import type { EventCounts } from './counts.ts';
import type { Handled } from './handled.ts';
import { handlingOf, type Handlers } from './handlers.ts';
import type { Task } from './lanes.ts';

/** What a consumer has at hand when a message comes. */
export interface Desk {
  readonly handlers: Handlers;
  readonly handled: Handled | undefined;
  readonly counts: EventCounts;
  readonly tell: (text: string) => void;
}

/** What is to be done with a message, whatever it is. */
export function taskOf(received: Received, format: FormatName | undefined, desk: Desk): Task {
  const event = eventIn(received, format);
  if (event instanceof UnreadableMessage) return unreadableTask(received, event, desk);
  return {
    key: event.key === '' ? (received.key ?? event.id) : event.key,
    id: event.id,
    received,
    perform: () => handle(event, desk),
    failed: (error, failures, againMs) =>
      desk.tell(`cannot handle ${titleOf(event)}: ${messageOf(error)}: failed ${failures} times, handed back in ${againMs} ms`),
  };
}

/** `updated Deployment north/mill`; of a deletion in kollect's format the uid is all that is known. */
function titleOf(event: ResourceEvent | UnknownEvent): string {
  if (event.type === 'unknown') return inOneLine(event.typeName, 100);
  const object = event.type === 'gap' ? '' : [event.namespace, event.name ?? event.uid].filter(Boolean).join('/');
  return inOneLine([event.type, event.kind, object].filter(Boolean).join(' '), 200);
}

function eventIn(received: Received, format: FormatName | undefined): ResourceEvent | UnknownEvent | UnreadableMessage {
  try {
    return decode(received, format);
  } catch (error) {
    if (error instanceof UnreadableMessage) return error;
    throw error;
  }
}

async function handle(event: ResourceEvent | UnknownEvent, { handlers, handled, counts }: Desk): Promise<void> {
  if (event.type !== 'unknown' && handled?.includes(event) === true) return;
  const handling = handlingOf(handlers, event);
  // A name that anybody may choose would make a time series each.
  const typeName = event.type === 'unknown' ? 'unknown' : event.typeName;
  await handling?.();
  if (event.type !== 'unknown') handled?.add(event);
  counts[handling === undefined || event.type === 'unknown' ? 'ignored' : 'read'](typeName);
}

/** Of nobody's key: nothing waits for it. */
function unreadableTask(received: Received, problem: UnreadableMessage, { handlers, tell }: Desk): Task {
  const id = hash('sha256', received.body);
  return {
    key: `unreadable ${id}`,
    id,
    received,
    async perform() {
      if (handlers.unreadable === undefined) throw problem;
      await handlers.unreadable(problem, received);
    },
    failed: (error) => tell(`${messageOf(error)}; it is handed back`),
  };
}
