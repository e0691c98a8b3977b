import type { Controller, Parts, Reconcile } from './definition.ts';
import type { FlagTable } from './flags/flags.ts';

/** How a key is written: the queue, read-your-writes and the log know keys as text. */
export interface KeyFormat<Key> {
  /** The same text for the same key, and another one for every other. */
  text(key: Key): string;
  /** Undefined for what `text` never writes. */
  parse(text: string): Key | undefined;
}

/** A controller whose keys are values, as the runtime runs it: its keys go into the queue as text, and come out as values. */
export const keyed = <Table extends FlagTable, Key>(format: KeyFormat<Key>, controller: Controller<Table, Key>): Controller<Table> => ({
  ...controller,
  setUp: (parts, settings, prepared) => parsing(format, controller.setUp(writing(format, parts), settings, prepared)),
});

const writing = <Key>({ text }: KeyFormat<Key>, parts: Parts): Parts<Key> => ({
  ...parts,
  follow: (resource, { keys, ...options }) =>
    parts.follow(resource, keys === undefined ? options : { ...options, keys: (delta) => Array.from(keys(delta), text) }),
  wake: (key) => parts.wake(text(key)),
  always: (key) => parts.always(text(key)),
});

const parsing =
  <Key>({ parse }: KeyFormat<Key>, reconcile: Reconcile<Key>): Reconcile =>
  async (text, turn) => {
    const key = parse(text);
    if (key === undefined) throw new TypeError(`the key "${text}" cannot be read back: parse has to read all that text writes`);
    return reconcile(key, turn);
  };
