import { createReadOnlyClient } from '../../kube/client/read-only.ts';
import type { FlagTable } from './flags/flags.ts';
import type { RunOptions } from './run-options.ts';

/** The same controller, without a Lease and without Events, on a cluster that it can only look at. */
export function readOnlyOptions<Table extends FlagTable>(options: RunOptions<Table>): RunOptions<Table> {
  const { controller, client } = options;
  return {
    ...options,
    client: createReadOnlyClient(client),
    leases: undefined,
    controller: {
      ...controller,
      setUp: (parts, settings, prepared) => controller.setUp({ ...parts, recordEvent: () => {} }, settings, prepared),
    },
  };
}
