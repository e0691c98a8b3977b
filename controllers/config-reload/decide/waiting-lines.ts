import { reloadKeys, type WorkloadKey } from '../seen/reload-key.ts';

/** What a workload waits for: the source that it shares with others, and what has to happen to those. */
interface PlaceInLine {
  /** `namespace/ConfigMap/name` */
  readonly source: string;
  readonly line: string;
}

/**
 * Workloads that wait for others, in the order in which they came. Where something has changed, the first is asked again;
 * if it may go, or is not in the line any more, the next one is: so none is asked in vain but the last.
 */
export interface WaitingLines {
  /** It was asked: `undefined`: it waits for no others now. `passed`: it goes. */
  asked(key: WorkloadKey, now: PlaceInLine | 'not yet' | 'passed' | undefined): void;
  /** Something has happened to one that shares this source. */
  moved(source: string): void;
  readonly isEmpty: boolean;
}

export function createWaitingLines(wake: (key: WorkloadKey) => void): WaitingLines {
  const lines = new Map<string, Map<string, Map<string, WorkloadKey>>>();
  const places = new Map<string, PlaceInLine>();
  /** Those that were woken, and by whose turn. */
  const woken = new Map<string, PlaceInLine>();

  const leave = (text: string): void => {
    const place = places.get(text);
    if (place === undefined) return;
    places.delete(text);
    const ofSource = lines.get(place.source);
    const line = ofSource?.get(place.line);
    line?.delete(text);
    if (line?.size === 0) ofSource?.delete(place.line);
    if (ofSource?.size === 0) lines.delete(place.source);
  };
  const join = (text: string, key: WorkloadKey, { source, line }: PlaceInLine): void => {
    const ofSource = lines.get(source) ?? new Map<string, Map<string, WorkloadKey>>();
    const members = ofSource.get(line) ?? new Map<string, WorkloadKey>();
    lines.set(source, ofSource.set(line, members.set(text, key)));
    places.set(text, { source, line });
  };
  const wakeFirst = ({ source, line }: PlaceInLine): void => {
    for (const [text, key] of lines.get(source)?.get(line) ?? []) {
      if (woken.has(text)) continue;
      woken.set(text, { source, line });
      wake(key);
      return;
    }
  };
  return {
    asked(key, now) {
      const text = reloadKeys.text(key);
      const before = places.get(text);
      const turn = woken.get(text);
      const stays = typeof now === 'object' && before?.source === now.source && before.line === now.line;
      if (!stays) leave(text);
      if (typeof now === 'object' && !stays) join(text, key, now);
      // One that goes in a moment has its turn until then.
      if (now === 'not yet') return;
      woken.delete(text);
      if (turn !== undefined && !stays) wakeFirst(turn);
    },
    moved(source) {
      for (const line of lines.get(source)?.keys() ?? []) wakeFirst({ source, line });
    },
    get isEmpty() {
      return lines.size === 0;
    },
  };
}
