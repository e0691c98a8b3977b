import type { BusKind } from './bus.ts';
import { createMemory } from './mem.ts';

/** Every kind of bus that there is. The one memory is what `mem://` means: all in this process share it. */
export const busKinds: readonly BusKind[] = [createMemory()];
