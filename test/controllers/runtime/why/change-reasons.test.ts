import { describe, expect, it } from '@jest/globals';
import { createChangeReasons } from '../../../../controllers/runtime/why/change-reasons.ts';
import type { Delta } from '../../../../kube/follow/store.ts';
import type { KubeObject } from '../../../../kube/objects/resource.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';

const MOST = 5_000;
const UNTOLD = 'something has changed (in a flood, changes are not told one by one)';

const object = (version: number, labels: Readonly<Record<string, string>>): KubeObject => ({
  metadata: { namespace: 'shop', name: 'a', uid: 'u', resourceVersion: String(version), labels },
});
const change = (version: number): Delta<KubeObject> => ({
  type: 'updated',
  old: object(version - 1, { app: 'a', round: 'before' }),
  object: object(version, { app: 'a', round: 'after' }),
  initial: false,
});

/** The reasons of so many changes at one moment. */
function flooded(changes: number) {
  const clock = createVirtualClock();
  const reasons = createChangeReasons(clock);
  const next = (): unknown => reasons.of('configmaps', change(1), clock.now());
  return { clock, next, reasons: Array.from({ length: changes }, next) };
}
const told = (what: string) => ({ resource: 'configmaps', namespace: 'shop', name: 'a', uid: 'u', version: '1', what, leaves: false });

describe('the reason of a change', () => {
  it('has the object and the fields', () => expect(flooded(0).next()).toEqual(told('metadata.labels.round')));

  it('has the object and no fields, in a flood, and then not even that', () => {
    const { reasons } = flooded(MOST + 10);
    expect(reasons[MOST - 1]).toEqual(told('changed (in a flood, fields are not compared)'));
    expect(reasons.slice(MOST)).toEqual(Array.from({ length: 10 }, () => UNTOLD));
  });

  it('has it again where a moment has passed, three times in a millisecond', async () => {
    const { clock, next } = flooded(MOST);
    await clock.advance(1);
    expect(Array.from({ length: 5 }, next).filter((reason) => reason !== UNTOLD)).toHaveLength(3);
  });

  it('has the fields again a second after a flood', async () => {
    const { clock, next } = flooded(MOST);
    await clock.advance(1_000);
    expect(next()).toEqual(told('metadata.labels.round'));
  });
});
