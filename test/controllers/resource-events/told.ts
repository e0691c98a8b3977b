import type { ResourceEvent } from '../../../events/formats/resource-event.ts';

/** What a reader knows who was told all of this. Of what comes twice only the first counts. */
export interface Told {
  /** By name, what `data.wood` says: `a 3`, sorted. */
  readonly world: readonly string[];
  /** Where an event does not go on from the one before, of its object. */
  readonly breaks: readonly string[];
  readonly repeated: number;
}

export function tellAll(events: readonly ResourceEvent[]): Told {
  const seen = new Set<string>();
  /** By uid: an object that is gone and one that has its name now come in no order. */
  const world = new Map<string, readonly [name: string, wood: string]>();
  const last = new Map<string, unknown>();
  const breaks: string[] = [];
  let repeated = 0;
  for (const event of events) {
    if (event.type === 'gap') continue;
    if (seen.has(event.id)) {
      repeated += 1;
      continue;
    }
    seen.add(event.id);
    const { name = '', uid } = event;
    if ('then' in event && event.then !== undefined && event.type === 'updated') {
      if (last.has(uid) && JSON.stringify(last.get(uid)) !== JSON.stringify(event.then))
        breaks.push(`${event.type} ${name} does not go on from what was told before`);
    }
    if (event.type === 'deleted') {
      world.delete(uid);
      last.delete(uid);
    } else {
      world.set(uid, [name, (event.now['data'] as { readonly wood?: string } | undefined)?.wood ?? '']);
      last.set(uid, event.now);
    }
  }
  return { world: inOrder(world.values()), breaks, repeated };
}

/** `a 3`, sorted. */
export const inOrder = (world: Iterable<readonly [name: string, wood: string]>): readonly string[] =>
  Array.from(world, (pair) => pair.join(' ')).sort();

/** Is an event about this object, and of this type? */
export const named = (name: string, type: string) => (event: { readonly type: string; readonly name?: string }) =>
  event.type === type && event.name === name;
