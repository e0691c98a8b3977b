/** What happens now goes before what was found in a list: after a restart, a live change does not wait for the backlog. */
export type Priority = 'live' | 'background';

/** So many live keys in a row, then one of the backlog: a flood of changes must not starve it. */
const LIVE_IN_A_ROW = 10;

/** Keys that only wait for a worker, in the order in which they get one. */
export interface ReadyKeys {
  push(key: string, priority: Priority): void;
  shift(): string | undefined;
  /** If it is among the backlog, it becomes live. */
  raise(key: string): void;
  clear(): void;
  depth(): Readonly<Record<Priority, number>>;
}

export function createReadyKeys(): ReadyKeys {
  const lines: Readonly<Record<Priority, Line>> = { live: createLine(), background: createLine() };
  let liveInARow = 0;
  return {
    push: (key, priority) => lines[priority].push(key),
    shift() {
      const live = lines.live.size() > 0 && (liveInARow < LIVE_IN_A_ROW || lines.background.size() === 0);
      liveInARow = live ? liveInARow + 1 : 0;
      return lines[live ? 'live' : 'background'].shift();
    },
    raise(key) {
      if (lines.background.remove(key)) lines.live.push(key);
    },
    clear() {
      lines.live.clear();
      lines.background.clear();
    },
    depth: () => ({ live: lines.live.size(), background: lines.background.size() }),
  };
}

/** First in, first out, and a key leaves from the middle as cheaply. */
interface Line {
  push(key: string): void;
  shift(): string | undefined;
  remove(key: string): boolean;
  clear(): void;
  size(): number;
}

function createLine(): Line {
  const keys = new Set<string>();
  // A set's iterator sees what is added later, so one iterator serves until it has run dry: no search past removed keys.
  let turn = keys.values();
  return {
    push: (key) => void keys.add(key),
    shift() {
      if (keys.size === 0) return undefined;
      let next = turn.next();
      if (next.done) {
        turn = keys.values();
        next = turn.next();
      }
      if (next.value !== undefined) keys.delete(next.value);
      return next.value;
    },
    remove: (key) => keys.delete(key),
    clear: () => keys.clear(),
    size: () => keys.size,
  };
}
