import { describe, expect, it } from '@jest/globals';
import { addressOf, parseWhereabouts, reachOf, renderWhereabouts } from '../../../worker/trade/whereabouts.ts';

describe('Civ-Pod', () => {
  it.each(['woodworker-7d-x@10.244.0.7:8080', 'a@[fd00::7]:8080', 'a@[::ffff:10.0.0.7]:65535', 'a@1.2.3.4:1'])(
    '%s says where a shop can be reached',
    (text) => expect(renderWhereabouts(parseWhereabouts(text, 'pods') ?? { name: '', address: '' })).toBe(text),
  );

  it.each([
    undefined,
    '',
    'a',
    'a@',
    '@10.0.0.1:80',
    'a@10.0.0.1',
    'a@10.0.0.1:0',
    'a@10.0.0.1:65536',
    'a@10.0.0:80',
    'a@shop.example:80',
    'a@[10.0.0.1]:80',
    'a@fd00::7:80',
    'a b@10.0.0.1:80',
    'a@10.0.0.1:80/metrics',
    'a@169.254.169.254:80',
    'a@169.254.0.1:80',
    'a@[fe80::1]:80',
    'a@[::ffff:169.254.169.254]:80',
    'a@[fd00:ec2::254]:80',
    'a@100.100.100.200:80',
    'a@0.0.0.0:80',
    'a@[::]:80',
    'a@224.0.0.1:80',
    'a@255.255.255.255:80',
    'a@[ff02::1]:80',
    'a@[::ffff:a9fe:a9fe]:80',
    'a@[0:0:0:0:0:ffff:6464:64c8]:80',
    'a@[::169.254.169.254]:80',
    'a@[::a9fe:a9fe]:80',
    'a@[::2]:80',
    'a@[64:ff9b::169.254.169.254]:80',
    'a@[64:ff9b::a00:7]:80',
    'a@[64:ff9b:1::a9fe:a9fe]:80',
    'a@[64:ff9b:1:ffff::1]:80',
    'a@[2002:a9fe:a9fe::1]:80',
    'a@[2001:0:a9fe:a9fe::1]:80',
    'a@[fd20:ce::254]:80',
  ])('%s is believed nowhere', (text) => {
    for (const reach of ['pods', 'loopback'] as const) expect(parseWhereabouts(text, reach)).toBeUndefined();
  });

  it.each(['a@127.0.0.1:80', 'a@127.9.9.9:80', 'a@[::1]:80', 'a@[::ffff:127.0.0.1]:80', 'a@[::ffff:7f00:1]:80'])(
    '%s is believed by a pod that is on loopback itself, as in the embedded cluster, and by no other',
    (text) => {
      expect(parseWhereabouts(text, reachOf('10.244.0.7'))).toBeUndefined();
      expect(parseWhereabouts(text, reachOf('fd00::7'))).toBeUndefined();
      expect(parseWhereabouts(text, reachOf('127.0.0.1'))?.address).toBe(text.slice(2));
      expect(parseWhereabouts(text, reachOf('::1'))?.address).toBe(text.slice(2));
    },
  );

  it('writes an IPv6 address in brackets', () =>
    expect([addressOf('fd00::7', 80), addressOf('10.0.0.7', 80)]).toEqual(['[fd00::7]:80', '10.0.0.7:80']));
});
