import type { AnyController } from '../definition.ts';
import type { FlagTable, Settings } from '../flags/flags.ts';

/** What the Lease of a program is called: each of several that may run beside each other has its own. */
export const leaseNameOf = (controllers: readonly AnyController[], program: string, settings: Settings<FlagTable>): string =>
  [program, ...controllers.map((controller) => controller.instance?.(settings) ?? '')].filter((part) => part !== '').join('-');
