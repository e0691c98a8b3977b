import { describe, expect, it } from '@jest/globals';
import { createRealmTroubles } from '../../../dashboard/trouble/realm-troubles.ts';
import { trimEvent } from '../../../dashboard/read/trim.ts';
import type { SourcePicture } from '../../../dashboard/wire/realm.ts';
import type { RealmChange, ShopChange } from '../../../dashboard/wire/stream.ts';
import type { Event } from '../../../kube/objects/built-in.ts';
import { gone, there } from '../read/cluster-facts.ts';

const NOON = Date.UTC(2026, 0, 2, 12);

function troubles(shops: readonly string[] = ['one/wood', 'one/north-wood']) {
  let changes = 0;
  const made = createRealmTroubles({
    isShop: (key) => shops.includes(key),
    shows: (kingdom) => kingdom === 'one',
    wall: () => NOON,
    changed: () => (changes += 1),
  });
  const see = (change: Partial<RealmChange>) => made.see({ seq: 1, at: '', ...change });
  return {
    ...made,
    see,
    state: (...shopChanges: readonly ShopChange[]) => see({ shops: shopChanges }),
    said: () => made.log.all.map(({ kind, shop, reason, says, times }) => `${kind} ${shop} ${reason}: ${says} ×${times}`),
    changes: () => changes,
  };
}
const event = (unlike: Partial<Event> = {}): Event => ({
  metadata: { name: 'e', namespace: 'one', uid: 'e', creationTimestamp: '2026-01-02T11:00:00Z' },
  involvedObject: { kind: 'Pod', name: 'north-wood-7c9-x2' },
  type: 'Warning',
  reason: 'BackOff',
  message: 'Back-off restarting failed container',
  ...unlike,
});
const source = (state: SourcePicture['state'], says = ''): SourcePicture => ({ name: 'pods', kingdom: 'one', state, since: '', says });

describe('the trouble of a realm', () => {
  it('is a shop that becomes worse, and one that does not run when it is first seen', () => {
    const { state, said, changes } = troubles();
    state({ key: 'one/wood', state: 'trouble', says: 'no disk' }, { key: 'one/axe', state: 'starving', says: 'by plan' });
    state({ key: 'one/wood', state: 'full', says: '' }, { key: 'one/axe', stock: [] });
    state({ key: 'one/axe', state: 'starving', says: 'by plan' });
    state({ key: 'one/axe', state: 'full', says: '' });
    state({ key: 'one/axe', state: 'never', says: 'no workers' });
    expect([said(), changes()]).toEqual([['state one/wood trouble: no disk ×1', 'state one/axe never: no workers ×1'], 2]);
  });

  it('is a warning of the cluster, by the shop that it is about, counted as often as it happened', () => {
    const { onEvent, said } = troubles();
    onEvent(there(event({ count: 3 })));
    onEvent(there(event({ count: 5 })));
    onEvent(there(event({ count: 5 })));
    expect(said()).toEqual(['event one/north-wood BackOff: Pod north-wood-7c9-x2: Back-off restarting failed container ×5']);
  });

  it('is what a controller did, and nothing else that is no warning', () => {
    const { onEvent, said } = troubles();
    const normal = (reason: string, uid: string) =>
      onEvent(there(trimEvent(event({ type: 'Normal', reason, metadata: { namespace: 'one', name: uid, uid } }))));
    normal('Reloaded', 'a');
    normal('Scheduled', 'b');
    onEvent(there(trimEvent(event({ metadata: { namespace: 'elsewhere', name: 'c', uid: 'c' } }))));
    onEvent(gone(event()));
    expect(said()).toHaveLength(1);
  });

  it('is text, whatever others wrote, and never of a time that is yet to come', () => {
    const { onEvent, log } = troubles();
    onEvent(there(trimEvent(event({ reason: '\u202Eevil', message: 'x'.repeat(5_000), lastTimestamp: '2999-01-01T00:00:00Z' }))));
    expect(log.all).toMatchObject([{ reason: '\\u202eevil', last: new Date(NOON).toISOString() }]);
    expect(log.all[0]?.says.length).toBeLessThanOrEqual(301);
  });

  it('is a source that is lost, once', () => {
    const { see, said } = troubles();
    see({ sources: [source('live')] });
    see({ sources: [source('refused', 'forbidden')] });
    see({ sources: [source('refused', 'forbidden')] });
    expect(said()).toEqual(['source  pods: forbidden ×1']);
  });

  it('is what nobody will ever tell whether it was bought', () => {
    const { doubt, said } = troubles();
    doubt('one/wood', 0);
    doubt('one/wood', 3);
    doubt('one/wood', 3);
    expect(said()).toEqual(['books one/wood in doubt: 3 units in doubt ×1']);
  });
});
