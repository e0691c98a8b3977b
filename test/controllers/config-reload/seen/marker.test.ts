import { describe, expect, it } from '@jest/globals';
import {
  contentMarker,
  DELETED,
  parseReloadedFrom,
  renderReloadedFrom,
  variableOf,
} from '../../../../controllers/config-reload/seen/marker.ts';

describe("Reloader's markers, byte for byte", () => {
  it.each([
    [[['key', 'updated']], '6b3093988321555757cc9b88a5f2d59101a0261c'],
    [[['password', Buffer.from('updated')]], 'b19ab25e0c5109cf15bcdb6158e5a6fe0f8c5260'],
    [[], 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ] as const)('the content %j', (entries, marker) => expect(contentMarker(entries)).toBe(marker));

  it('sorts by bytes, as Go does: U+FF5E goes before U+1F600', () =>
    expect(
      contentMarker([
        ['a', '\u{1F600}'],
        ['a', '～'],
      ]),
    ).toBe(
      contentMarker([
        ['a', '～'],
        ['a', '\u{1F600}'],
      ]),
    ));
  it('takes a Secret as the bytes it is, also where they are no text', () =>
    expect(contentMarker([['k', Buffer.from([0xff])]])).not.toBe(contentMarker([['k', Buffer.from([0xfe])]])));
  it('of a source that was deleted', () => expect(DELETED).toBe('aae45badef99284e4dae01d6046154ea9d99532f'));

  it.each([
    ['ConfigMap', 'www.stakater.com', 'STAKATER_WWW_STAKATER_COM_CONFIGMAP'],
    ['Secret', 'db--password', 'STAKATER_DB_PASSWORD_SECRET'],
    ['ConfigMap', '-x', 'STAKATER_X_CONFIGMAP'],
    ['SecretProviderClass', 'vault.db', 'STAKATER_VAULT_DB_SECRETPROVIDERCLASS'],
    ['ConfigMap', 'a/x', 'STAKATER_A_X_1653A068_CONFIGMAP'],
    ['ConfigMap', 'a-x', 'STAKATER_A_X_CONFIGMAP'],
    ['Secret', `${'n'.repeat(63)}/${'x'.repeat(253)}`, `STAKATER_${'N'.repeat(40)}_F3BE6CA1_SECRET`],
  ] as const)('the variable of %s %s', (type, name, variable) => expect(variableOf(type, name)).toBe(variable));

  it('the annotation, in its order of keys', () =>
    expect(renderReloadedFrom({ observedAt: 7, hash: 'h', name: 'n', containerRefs: ['app'], type: 'CONFIGMAP', namespace: 'ns' })).toBe(
      '{"type":"CONFIGMAP","name":"n","namespace":"ns","hash":"h","containerRefs":["app"],"observedAt":7}',
    ));

  it.each([undefined, '', '{', 'null', '{"type":1}'])('reads nothing from %j', (text) => expect(parseReloadedFrom(text)).toBeUndefined());
});
