import { afterEach, describe, expect, it } from '@jest/globals';
import { claimIdentity, type Identity } from '../../../../controllers/runtime/election/identity.ts';

const LEASE = { namespace: 'civ-system', name: 'civ8s-wishes' };
const POD = { POD_NAME: 'wishes-7d9c', POD_UID: crypto.randomUUID() };
const OF_THE_POD = `wishes-7d9c_${POD.POD_UID}`;
const OF_NOBODY_BEFORE = expect.stringMatching(/^wishes-7d9c_[0-9a-f]{8}$/);

describe('the identity of a candidate', () => {
  const claimed: Identity[] = [];
  const claim = async (env: Readonly<Record<string, string>>, lease = LEASE): Promise<string> => {
    const identity = await claimIdentity({ env, lease });
    claimed.push(identity);
    return identity.text;
  };
  afterEach(() => Promise.all(claimed.splice(0).map(({ release }) => release())));

  it('is that of its pod', async () => expect(await claim(POD)).toBe(OF_THE_POD));

  it('is a new one where a process of the same pod stands by that of the pod: another container, or kubectl exec', async () =>
    expect([await claim(POD), await claim(POD)]).toEqual([OF_THE_POD, OF_NOBODY_BEFORE]));

  it('is that of the pod again once the other has ended', async () => {
    await claim(POD);
    await claimed.pop()?.release();
    expect(await claim(POD)).toBe(OF_THE_POD);
  });

  it('is that of the pod for each Lease', async () =>
    expect([await claim(POD), await claim(POD, { ...LEASE, name: 'civ8s-other' })]).toEqual([OF_THE_POD, OF_THE_POD]));

  it('is a new one each time where the uid of the pod is not known', async () => {
    const [one, two] = [await claim({ POD_NAME: 'wishes-7d9c' }), await claim({ POD_NAME: 'wishes-7d9c' })];
    expect([one, two]).toEqual([OF_NOBODY_BEFORE, OF_NOBODY_BEFORE]);
    expect(one).not.toBe(two);
  });
});
