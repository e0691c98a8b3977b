import { describe, expect, it } from '@jest/globals';
import { signed, type AwsKeys } from '../../../../events/buses/aws/sign.ts';

const keys: AwsKeys = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const scope = { region: 'us-east-1', service: 'service' };
const url = new URL('https://example.amazonaws.com/');
const now = new Date('2015-08-30T12:36:00Z');

const signatureOf = (headers: Readonly<Record<string, string>>, body = '', by = keys): string =>
  /SignedHeaders=(.*)$/.exec(signed({ url, headers, body }, by, scope, now)['authorization'] ?? '')?.[1] ?? '';

/** What the Security Token Service gave, in the test suite of AWS. */
const TOKEN =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi' +
  '/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPk' +
  'UL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==';

describe('a request to AWS', () => {
  it.each<[string, Readonly<Record<string, string>>, string, AwsKeys, string]>([
    ['post-vanilla', {}, '', keys, 'host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'post-header-key-case',
      { 'My-Header1': 'value1' },
      '',
      keys,
      'host;my-header1;x-amz-date, Signature=c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
    ],
    [
      'post-x-www-form-urlencoded',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      'Param1=value1',
      keys,
      'content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
    [
      'post-sts-header-before',
      {},
      '',
      { ...keys, token: TOKEN },
      'host;x-amz-date;x-amz-security-token, Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
    ],
  ])('is signed as in the test suite of AWS: %s', (_, headers, body, by, signature) =>
    expect(signatureOf(headers, body, by)).toBe(signature),
  );

  it('names its keys and where they hold', () =>
    expect(signed({ url, headers: {}, body: '' }, keys, scope, now)).toMatchObject({
      host: 'example.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20150830\/us-east-1\/service\/aws4_request, /),
    }));
});
