/**
 * What a reconcile answers. `on-change`: nothing more to do until something that the key depends on changes.
 * `{ afterMs }`: look again after that time, or on a change if that is sooner. A reconcile that could not do what it
 * should throws: the key is tried again, later after each failure in a row.
 */
export type Outcome = 'on-change' | { readonly afterMs: number };
