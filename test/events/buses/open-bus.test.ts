import { describe, expect, it } from '@jest/globals';
import { titleOf } from '../../../events/buses/bus-url.ts';
import { busKinds } from '../../../events/buses/kinds.ts';
import { loadLibraries } from '../../../events/buses/libraries.ts';
import { openBus, readBus } from '../../../events/buses/open-bus.ts';
import { never } from './messages.ts';

const settings = { env: {}, tell: () => undefined };
const usages = busKinds.map(({ usage }) => usage).join(', ');

/** What Node says when a package is not installed. */
const notInstalled = (name: string) => () =>
  Promise.reject(Object.assign(new Error(`Cannot find package '${name}' imported from /app/x.js`), { code: 'ERR_MODULE_NOT_FOUND' }));

describe('a bus URL', () => {
  it.each([
    ['changes', `the bus URL has no scheme: give one of ${usages}`],
    ['', `the bus URL has no scheme: give one of ${usages}`],
    ['pulsar://changes', `no bus has the scheme pulsar:; there are ${usages}`],
    ['htp://changes', `no bus has the scheme htp:, perhaps http: was meant; there are ${usages}`],
    ['http://user:secret@ho st/', 'the bus URL that begins with http: is not a valid URL: write it as https://host/path'],
    ['mem://', 'mem:// names no name: give one, mem://NAME'],
    ['file://host/path', 'file://host/path is not the path of a file: write it as file:///path'],
  ])('%j is refused', async (text, why) => {
    await expect(openBus(text, settings)).rejects.toMatchObject({ name: 'BusError', message: why });
  });

  it.each([
    ['https://user:secret@example.com/in/?token=secret', 'https://example.com/in'],
    ['redis://:secret@example.com:6379/changes', 'redis://example.com:6379/changes'],
    ['nats://changes?jetstream=off', 'nats://changes'],
    ['file:///var/log/changes', 'file:///var/log/changes'],
    ['stdout:', 'stdout:'],
  ])('%s has a title without what may be secret', (text, title) => expect(titleOf(new URL(text))).toBe(title));

  it('says where one can read, if one cannot read there', () =>
    expect(() => readBus('http://example.com/', settings, never)).toThrow(/^http:\/\/example.com cannot be read: read from one of .*mem:/));
});

describe('a bus whose packages are not installed', () => {
  it.each(busKinds.filter(({ packages }) => packages.length > 0))('names them: $usage', async (kind) => {
    const { schemes, packages } = kind;
    for (const name of packages)
      await expect(loadLibraries(kind, notInstalled(name))).rejects.toMatchObject({
        name: 'BusError',
        message: `${schemes[0]}:// needs ${packages.join(' and ')}: npm install ${packages.join(' ')}`,
      });
  });

  it('is not blamed for what its packages miss', () =>
    expect(loadLibraries({ schemes: ['x'], packages: ['good'] }, notInstalled('other'))).rejects.toThrow("Cannot find package 'other'"));
});
