import { events } from '../../../kube/objects/built-in.ts';
import type { NeededRight } from './needed-right.ts';

/** What `recordEvent` takes: for who calls it. Absent or empty: in all namespaces. */
export const eventRights = (namespaces: readonly string[] = []): NeededRight => ({
  verbs: ['create', 'patch'],
  resource: events,
  namespaces,
  without: 'no Events are written',
  optional: true,
});
