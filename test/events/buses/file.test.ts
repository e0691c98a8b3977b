import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBus, readBus } from '../../../events/buses/open-bus.ts';
import { busContract, type Arrived, type BusTrial, type Destination } from './bus-contract.ts';
import { message, never, publishAll, publishOne } from './messages.ts';
import { readContract } from './read-contract.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'civ-file-bus-'));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
function placeAt(path: string): Destination {
  const arrived = async () => {
    const text = await readFile(path, 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean).map(arrivedOf);
  };
  return { url: pathToFileURL(path).href, env: {}, arrived };
}

function arrivedOf(line: string): Arrived {
  const { key, id, data_base64: body, ...rest } = JSON.parse(line) as Record<string, string>;
  const attributes = new Map(Object.entries(id === undefined ? rest : { ...rest, id }));
  return { body: Buffer.from(body ?? '', 'base64'), key, id, attributes };
}

const NO_WIRE = 'a file has no wire';
const trial: BusTrial = {
  destination: async () => placeAt(join(folder, `place-${(files += 1)}`)),
  async missing() {
    const inside = join(folder, `folder-${(files += 1)}`);
    return { ...placeAt(join(inside, 'place')), make: () => mkdir(inside) };
  },
  gaps: { 'too large': 'it has no limit', 'away and back': NO_WIRE, 'in part': NO_WIRE, frozen: NO_WIRE, 'nothing late': NO_WIRE },
};

const open = ({ url }: Destination) => openBus(url, { env: {}, tell: () => undefined });

describe('file://', () => {
  busContract(trial);
  readContract({
    destination: async () => {
      const place = await trial.destination();
      return { ...place, readUrl: place.url };
    },
    withoutAttributes: 'a line of a file is an event in structured mode',
    withoutGroup: 'a file is read from its start',
  });

  it('writes a structured event as it is, on one line', async () => {
    const place = placeAt(join(folder, 'structured'));
    const body = '{"specversion":"1.0",\n"id":"1","data":{"replicas":9007199254740993}}';
    await publishAll(await open(place), [message(body, { contentType: 'application/cloudevents+json; charset=utf-8' })]);
    expect(await readFile(join(folder, 'structured'), 'utf8')).toBe(
      '{"specversion":"1.0", "id":"1","data":{"replicas":9007199254740993}}\n',
    );
  });

  it('writes an event in binary mode as one in structured mode, its numbers as they were', async () => {
    const place = placeAt(join(folder, 'binary'));
    const attributes = new Map([['specversion', '1.0']]);
    await publishAll(await open(place), [message('{"now":1.0}', { contentType: 'application/json', attributes })]);
    expect(await readFile(join(folder, 'binary'), 'utf8')).toBe(
      '{"specversion":"1.0","datacontenttype":"application/json","data":{"now":1.0}}\n',
    );
  });

  it('begins a new file where the old one was moved away', async () => {
    const place = placeAt(join(folder, 'moved'));
    const bus = await open(place);
    await publishAll(bus, [message('1')]);
    await rename(join(folder, 'moved'), join(folder, 'moved.1'));
    await publishAll(bus, [message('2')]);
    expect((await place.arrived()).map(({ body }) => body.toString())).toEqual(['2']);
  });

  it('begins a new line after one that could not be written to its end', async () => {
    const place = placeAt(join(folder, 'torn', 'place'));
    const bus = await open(place);
    expect(await publishOne(bus, message('1'))).toMatchObject({ how: 'again' });
    await mkdir(join(folder, 'torn'));
    await writeFile(join(folder, 'torn', 'place'), '{"half');
    await publishAll(bus, [message('2')]);
    expect((await readFile(join(folder, 'torn', 'place'), 'utf8')).split('\n')[1]).toContain(Buffer.from('2').toString('base64'));
  });

  it('is read from its start, and on as it grows; what was not done with comes again', async () => {
    const place = placeAt(join(folder, 'read'));
    const bus = await open(place);
    await publishAll(bus, [message('1', { id: 'one', key: 'a' })]);
    const reading = readBus(place.url, { env: {}, tell: () => undefined }, never)[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await reading.next();
      if (done === true) throw new Error('the reading has ended');
      return value;
    };
    const first = await next();
    expect({ ...first, body: Buffer.from(first.body).toString() }).toMatchObject({
      body: '1',
      id: 'one',
      key: 'a',
      contentType: 'text/plain',
    });
    await first.nack();
    expect((await next()).id).toBe('one');
    await publishAll(bus, [message('2', { id: 'two' })]);
    expect((await next()).id).toBe('two');
    await reading.return?.();
  });
});
