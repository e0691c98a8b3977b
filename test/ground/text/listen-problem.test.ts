import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { listenProblem } from '../../../ground/text/listen-problem.ts';

const remedy = { port: 'give another PORT', host: 'give another HOST' };
const failed = (code: string) => Object.assign(new Error(`listen ${code}`), { code });

describe('what stands in the way of a server', () => {
  it.each([
    ['EADDRINUSE', 'cannot listen on port 80: something else does already: give another PORT'],
    ['EACCES', 'cannot listen on port 80: it is not allowed: give another PORT'],
    ['EADDRNOTAVAIL', 'cannot listen on 192.0.2.1: it is not an address of this machine: give another HOST'],
    ['EAFNOSUPPORT', 'cannot listen on 192.0.2.1: this machine has no addresses of its kind: give another HOST'],
    ['EMFILE', undefined],
  ])('%s is said in words', (code, message) => {
    expect(listenProblem(failed(code), { host: '192.0.2.1', port: 80, remedy })).toBe(message);
  });

  it('is the address, where it is of another machine', async () => {
    const server = createServer().listen(0, '192.0.2.1');
    const [error] = await once(server, 'error');
    expect(listenProblem(error, { host: '192.0.2.1', port: 0, remedy })).toMatch(/not an address of this machine/);
  });

  it('is not what stands in the way of a file', () => {
    const error = Object.assign(new Error('EACCES: permission denied, rmdir'), { code: 'EACCES', syscall: 'rmdir' });
    expect(listenProblem(error, { port: 0, remedy })).toBeUndefined();
  });

  it('is nothing of ours, where the error says no code', () => {
    expect(listenProblem(new Error('no'), { port: 80, remedy })).toBeUndefined();
  });
});
