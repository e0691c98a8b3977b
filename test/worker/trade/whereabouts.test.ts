import { describe, expect, it } from '@jest/globals';
import { addressOf, parseWhereabouts, renderWhereabouts } from '../../../worker/trade/whereabouts.ts';

describe('Civ-Pod', () => {
  it.each(['woodworker-7d-x@10.244.0.7:8080', 'a@127.0.0.1:1', 'a@[fd00::7]:8080', 'a@[::1]:65535'])(
    '%s says where a shop can be reached',
    (text) => expect(renderWhereabouts(parseWhereabouts(text) ?? { name: '', address: '' })).toBe(text),
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
  ])('%s is not believed', (text) => expect(parseWhereabouts(text)).toBeUndefined());

  it('writes an IPv6 address in brackets', () =>
    expect([addressOf('fd00::7', 80), addressOf('10.0.0.7', 80)]).toEqual(['[fd00::7]:80', '10.0.0.7:80']));
});
