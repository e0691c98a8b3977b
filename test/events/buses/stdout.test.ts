import { describe, expect, it } from '@jest/globals';
import { openBus } from '../../../events/buses/open-bus.ts';
import { message, publishAll, publishOne } from './messages.ts';

const settings = { env: {}, tell: () => undefined };

describe('stdout:', () => {
  it('writes one line per message', async () => {
    const written: string[] = [];
    const bus = await openBus('stdout:', { ...settings, writeOut: async (text) => void written.push(text) });
    await publishAll(bus, [message('1', { id: 'one', key: 'a' }), message('2', { id: 'two', key: 'b' })]);
    expect(written.join('')).toBe(
      '{"id":"one","key":"a","contenttype":"text/plain","data_base64":"MQ=="}\n' +
        '{"id":"two","key":"b","contenttype":"text/plain","data_base64":"Mg=="}\n',
    );
  });

  it('keeps what could not be written for later', async () => {
    const bus = await openBus('stdout:', { ...settings, writeOut: () => Promise.reject(new Error('EPIPE')) });
    expect(await publishOne(bus, message('1'))).toEqual({ how: 'again', why: 'EPIPE' });
  });

  it('is refused where there is no standard output to write to', () =>
    expect(openBus('stdout:', settings)).rejects.toThrow('stdout: cannot be written to from here: publish to file:///path instead'));
});
