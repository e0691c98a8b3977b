import { describe, expect, it } from '@jest/globals';
import { createAuthority } from '../../../../ground/certificates/certificate.ts';
import {
  decideAuthorities,
  readAuthorities,
  secretData,
  type Authorities,
  type BundleState,
} from '../../../../controllers/runtime/webhooks/authorities.ts';

const HOUR = 3_600_000;
const LIVES = { authorityMs: 30 * HOUR, servingMs: HOUR };
const NOON = Date.parse('2030-06-01T12:00:00Z');
const made = (at: number) => createAuthority('made', at, LIVES.authorityMs);
const [old, current, fresh] = [made(NOON - 30 * HOUR), made(NOON), made(NOON + 20 * HOUR)];
const TOLD: BundleState = { isTold: true, toldSince: NOON + 20 * HOUR };
const UNTOLD: BundleState = { ...TOLD, isTold: false };
const decided = (known: Authorities, now: number, state = TOLD) => decideAuthorities(known, state, now, () => fresh, LIVES);
const signing = { signing: current, trusted: [current.certificate] };
const renewing = { signing: current, next: fresh, trusted: [current.certificate, fresh.certificate] };

describe('the authority of webhooks', () => {
  it('is made where there is none, told, and signs at once, since nothing is served yet', () => {
    const first = { next: fresh, trusted: [fresh.certificate] };
    expect(decided({ trusted: [] }, NOON + 20 * HOUR)).toEqual({ do: 'write', authorities: first });
    expect(decided(first, NOON + 20 * HOUR, UNTOLD)).toEqual({ do: 'tell' });
    expect(decided(first, NOON + 20 * HOUR)).toEqual({ do: 'write', authorities: { signing: fresh, trusted: [fresh.certificate] } });
  });

  it('is left alone until two thirds of its life, and told again where a configuration has lost it', () => {
    expect(decided(signing, NOON)).toEqual({ do: 'wait', ms: 20 * HOUR });
    expect(decided(signing, NOON + 20 * HOUR - 1)).toEqual({ do: 'wait', ms: 1 });
    expect(decided(signing, NOON, UNTOLD)).toEqual({ do: 'tell' });
  });

  it('gets a successor then, which is trusted beside it and does not sign before all have been told for a while', () => {
    const now = NOON + 20 * HOUR;
    expect(decided(signing, now)).toEqual({ do: 'write', authorities: renewing });
    expect(decided(renewing, now, UNTOLD)).toEqual({ do: 'tell' });
    expect(decided(renewing, now + 1)).toEqual({ do: 'wait', ms: 59_999 });
    expect(decided(renewing, now + 60_000)).toEqual({ do: 'write', authorities: { signing: fresh, trusted: renewing.trusted } });
  });

  it('does not make its successor wait once it has expired, for nobody trusts it any more', () =>
    expect(decided(renewing, NOON + 31 * HOUR, { isTold: true, toldSince: NOON + 31 * HOUR })).toMatchObject({ do: 'write' }));

  it('stays trusted until it expires', () => {
    const after = { signing: fresh, trusted: [current.certificate, fresh.certificate] };
    expect(decided(after, NOON + 29 * HOUR)).toEqual({ do: 'wait', ms: HOUR });
    expect(decided(after, NOON + 30 * HOUR)).toEqual({ do: 'write', authorities: { signing: fresh, trusted: [fresh.certificate] } });
    expect(decided({ signing: current, trusted: [old.certificate, current.certificate] }, NOON)).toMatchObject({
      authorities: { trusted: [current.certificate] },
    });
  });

  it('is read from a Secret as it was written, and not at all where that holds something else', () => {
    const data = Object.fromEntries(Object.entries(secretData(renewing)).map(([field, value]) => [field, value ?? '']));
    const read = readAuthorities({ data });
    expect([read.signing?.certificate, read.next?.key, read.trusted]).toEqual([current.certificate, fresh.key, renewing.trusted]);
    expect(readAuthorities({ data: { ...data, 'signing.key': data['next.key'] ?? '' } })).toEqual({ trusted: [] });
    expect(readAuthorities({ data: { ...data, 'ca.crt': 'bm8=' } })).toMatchObject({ trusted: [] });
    expect(readAuthorities(undefined)).toEqual({ trusted: [] });
  });
});
