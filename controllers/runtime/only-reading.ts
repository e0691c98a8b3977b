import { createReadOnlyClient } from '../../kube/client/read-only.ts';
import type { ConfiguredController, RunOptions } from './run-options.ts';

const onlyReads = ({ controller, settings }: ConfiguredController): boolean => controller.readsOnly?.(settings) === true;

/** Those that write, and those that only look: these lead without a Lease, record no Events, and cannot write. */
export function partition(options: RunOptions): readonly RunOptions[] {
  const { members, client } = options;
  const writers = members.filter((member) => !onlyReads(member));
  const readers = members.filter(onlyReads).map(withoutEvents);
  const parts = [
    { ...options, members: writers },
    { ...options, members: readers, client: createReadOnlyClient(client), leases: undefined },
  ];
  return parts.filter((part) => part.members.length > 0);
}

const withoutEvents = ({ controller, ...member }: ConfiguredController): ConfiguredController => ({
  ...member,
  controller: {
    ...controller,
    setUp: (parts, settings, prepared) => controller.setUp({ ...parts, recordEvent: () => {} }, settings, prepared),
  },
});
