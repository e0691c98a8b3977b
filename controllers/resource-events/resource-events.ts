import type { Controller } from '../runtime/definition.ts';
import { assemble } from './assemble.ts';
import { flags, printsEvents } from './flags.ts';
import { prepare, type Prepared } from './prepare.ts';
import { publisherRights } from './rights.ts';

/** Publishes every change of every chosen resource to a bus: in order per object, at least once. */
export const resourceEvents: Controller<typeof flags, string, Prepared> = {
  name: 'resource-events',
  summary: 'publishes every change of every chosen resource to a message bus',
  flags,
  instance: ({ instance }) => instance,
  ownsOutput: printsEvents,
  rights: (settings, { namespace }) => publisherRights(settings, namespace),
  prepare,
  setUp: assemble,
};
