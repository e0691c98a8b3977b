import { deployments } from '../../../kube/objects/built-in.ts';
import type { DemandParts } from '../demand-key.ts';
import type { ShopLook } from '../decide/look.ts';

/** Tells each note of a shop once, by an Event and in the log; again only if it had been over in the meantime. */
export function createNotes({ recordEvent, log }: Pick<DemandParts, 'recordEvent' | 'log'>): (looks: readonly ShopLook[]) => void {
  let told = new Map<string, ReadonlySet<string>>();
  return (looks) => {
    const now = new Map<string, ReadonlySet<string>>();
    for (const { shop, notes } of looks) {
      if (notes.length === 0) continue;
      const { uid, shop: name, kingdom: namespace, version: resourceVersion } = shop;
      now.set(uid, new Set(notes.map(({ message }) => message)));
      for (const note of notes) {
        if (told.get(uid)?.has(note.message) === true) continue;
        log[note.type === 'Warning' ? 'warn' : 'info'](
          { shop: `${namespace}/${name}`, reason: note.reason, why: note.message },
          'shop is not scaled',
        );
        recordEvent({ resource: deployments, object: { metadata: { name, namespace, uid, resourceVersion } } }, note);
      }
    }
    told = now;
  };
}
