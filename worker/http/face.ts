import type { Direction } from '../../model/directions.ts';
import type { Books } from '../books/books.ts';
import type { Memory } from '../books/memory.ts';
import type { Announce } from '../chronicle.ts';
import type { Inherit } from '../trade/inherit.ts';
import type { Seller } from '../trade/seller.ts';
import type { AddressRange } from '../trade/whereabouts.ts';
import type { RenderedPage } from './shared-page.ts';

/** All that the HTTP face of a shop stands on. */
export interface Face {
  readonly books: Books;
  readonly memory: Memory;
  readonly seller: Seller;
  readonly directions: readonly Direction[];
  readonly closing: () => boolean;
  readonly inherit: Inherit;
  /** Where other pods may be. */
  readonly reach: AddressRange;
  /** What the shop says of itself on every answer: `<name>@<ip>:<port>`, known once it listens. */
  readonly pod: () => string;
  readonly metrics: () => Promise<RenderedPage>;
  readonly announce: Announce;
  readonly now?: () => number;
}

/** What every answer says of who answers, and that it was given under no key: those that were say so themselves. */
export const signature = ({ books, memory, pod }: Pick<Face, 'books' | 'memory' | 'pod'>) => ({
  'Civ-Pod': pod(),
  'Civ-Books': books.id,
  'Civ-Clock': String(memory.now()),
  'Civ-Key': '',
});
