import { equal } from '../../ground/json/equal.ts';
import { waitsEntries } from '../judge/waits-entries.ts';
import type { PodPicture } from '../wire/shop.ts';

/** What the pods of a shop said that they wait for, from a time on until the next: `iron from ironworker`, once for each pod. */
export interface SaidWaits {
  readonly atMs: number;
  readonly entries: readonly string[];
}

/** So far back it counts what somebody waited for. */
const REMEMBERED_MS = 60_000;
/** How far back it is counts in such steps: it is not counted again each moment. */
const STEP_MS = 5_000;
/** A worker says something else twice a second at the most; who has many says it more often, and then the last seconds are enough. */
const MOST_SAID = 120;

/** The same value where nobody says anything else than before. */
export function afterWaits(said: readonly SaidWaits[], pods: Iterable<PodPicture>, atMs: number): readonly SaidWaits[] {
  const entries = Array.from(pods, ({ waits }) => waitsEntries(waits)).flat();
  if (equal(entries, said.at(-1)?.entries ?? [])) return said;
  const counts = said.findLastIndex((before) => before.atMs <= atMs - REMEMBERED_MS);
  return [...said.slice(Math.max(0, counts, said.length - MOST_SAID)), { atMs, entries }];
}

/** For how long each was waited for in the last minute, as many times as pods did. */
export function waitedMs(said: readonly SaidWaits[], nowMs: number): ReadonlyMap<string, number> {
  const untilMs = nowMs - (nowMs % STEP_MS);
  const total = new Map<string, number>();
  for (const [index, { atMs, entries }] of said.entries()) {
    const ms = Math.min(said[index + 1]?.atMs ?? untilMs, untilMs) - Math.max(atMs, untilMs - REMEMBERED_MS);
    if (ms > 0) for (const entry of entries) total.set(entry, (total.get(entry) ?? 0) + ms);
  }
  return total;
}

/** When it may be otherwise though nobody has said anything else; undefined: it stays. */
export const countsAgainMs = (said: readonly SaidWaits[], nowMs: number): number | undefined =>
  said.length === 0 || (said.at(-1)?.atMs ?? 0) + REMEMBERED_MS + STEP_MS < nowMs ? undefined : nowMs - (nowMs % STEP_MS) + STEP_MS;
