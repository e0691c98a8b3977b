import { describe, expect, it } from '@jest/globals';
import { probe } from '../../../../local/node/pods/probe.ts';

const target = { host: '127.0.0.1', port: () => 1 };

describe('a probe', () => {
  it.each([
    ['a path that no request can carry', { httpGet: { path: '/a b', port: 80 } }],
    ['a header that no request can carry', { httpGet: { port: 80, httpHeaders: [{ name: 'x', value: 'a\r\nb' }] } }],
  ])('fails by %s, and says why', async (_, spec) => {
    await expect(probe(spec, target, 1_000)).resolves.toMatchObject({ answered: false, why: expect.stringContaining('character') });
  });

  it('fails where the port is none', async () => {
    await expect(probe({ tcpSocket: { port: 80 } }, { ...target, port: () => 70_000 }, 1_000)).resolves.toMatchObject({ answered: false });
  });
});
