import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBus, readBus } from '../../../events/buses/open-bus.ts';
import { describeBroker, describeFaults, startBroker, type Broker } from '../../real/broker.ts';
import { until } from '../../until.ts';
import { askInXml, queueAt, topicAt } from './aws/places.ts';
import { busContract, faultContract, type BusTrial, type Destination } from './bus-contract.ts';
import { arrivesInOrder, startLoad } from './load.ts';
import { message, never, publishAll, publishOne } from './messages.ts';
import { readContract } from './read-contract.ts';
import { remaking } from './remake.ts';

type Env = Destination['env'];
type Place = ReturnType<typeof queueAt>;

const KINDS = [
  ['awssqs', (env: Env) => queueAt(env), 1_050_000],
  ['awssns', (env: Env) => topicAt(env), 263_000],
] as const;

/** Makes places, and remembers them. */
const trialOn = (shared: Env, [, placeAt, tooLargeBytes]: (typeof KINDS)[number], made = new Set<Place>()): BusTrial => ({
  server: 'AWS_ENDPOINT_URL',
  answersTogether: true,
  async destination(broker) {
    const place = placeAt(broker?.env ?? shared);
    await place.make();
    made.add(place);
    return place;
  },
  missing: async () => placeAt(shared),
  tooLargeBytes,
  gaps: {
    attributes: 'a message has ten attributes at most: a CloudEvent is sent in structured mode, shown below',
    'under load': 'this imitation of AWS keeps nothing when it is killed: shown below with one that is frozen',
  },
});

const KEYS = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
const open = (url: string, env: Env, timeoutMs = 20_000) => openBus(url, { env, tell: () => undefined, timeoutMs });

describe('awssns:// and awssqs://', () => {
  it.each([
    ['awssns://changes', KEYS, /^awssns:\/\/changes is not the ARN of a topic: give one, awssns:\/\/\/arn:aws:sns:/],
    ['awssns:///arn:aws:sqs:eu-central-1:123456789012:changes', KEYS, /is not the ARN of a topic/],
    ['awssqs://changes', KEYS, 'awssqs://changes names no queue: give one, awssqs://host/account/queue'],
    ['awssqs://host/account/queue', KEYS, 'awssqs://host/account/queue names no region: give one, ?region=eu-central-1, or set AWS_REGION'],
    [
      'awssqs://host/account/queue?region=x',
      {},
      /^awssqs:.* needs keys of AWS: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the ServiceAccount a role/,
    ],
    [
      'awssqs://host/account/queue?region=x',
      { ...KEYS, AWS_ENDPOINT_URL: 'host:4566' },
      'awssqs://host/account/queue: AWS_ENDPOINT_URL is not the URL of a server: give one such as https://host:4566',
    ],
  ])('refuses %s with %j', (url, env, why) => expect(open(url, env)).rejects.toThrow(why));

  it('waits for messages no longer than SQS does', () =>
    expect(() => readBus('awssqs://host/account/queue?region=x&waittime=1m', { env: KEYS, tell: () => undefined }, never)).toThrow(
      'awssqs://host/account/queue: waittime=1m is not a time that SQS waits: give one up to waittime=20s',
    ));

  it('cannot be read from a topic', () =>
    expect(() => readBus('awssns:///arn:aws:sns:x:1:t', { env: KEYS, tell: () => undefined }, never)).toThrow(
      /read from one of .*awssqs:/,
    ));
});

describe.each(KINDS)('%s:// on an imitation of AWS', (...kind) => {
  describeBroker('that is up', 'AWS_ENDPOINT_URL', 'aws', (env) => {
    busContract(trialOn(env, kind));

    it('sends a CloudEvent in structured mode, and protobuf always in base64', async () => {
      const place = kind[1](env);
      await place.make();
      const bus = await open(place.url, env);
      const event = new Map([
        ['specversion', '1.0'],
        ['subject', 'ä "b" 100%'],
      ]);
      await publishAll(bus, [
        message('{"now":1}', { key: 'a', attributes: event, contentType: 'application/json' }),
        message('text', { key: 'b', contentType: 'application/protobuf' }),
      ]);
      const arrived = await until('both', async () => (await place.arrived()).length === 2 && place.arrived());
      const [first, second] = ['a', 'b'].map((key) => arrived.find((one) => one.key === key));
      expect(JSON.parse(first?.body.toString() ?? '')).toEqual({
        specversion: '1.0',
        subject: 'ä "b" 100%',
        datacontenttype: 'application/json',
        data: { now: 1 },
      });
      expect(first?.attributes?.get('content-type')).toBe('application/cloudevents+json');
      expect(first?.attributes?.has('base64encoded')).toBe(false);
      expect([second?.body.toString(), second?.attributes?.get('base64encoded')]).toEqual(['text', 'true']);
      await bus.close();
    });

    it('drops a repeat, and takes keys of any length and letter', async () => {
      const place = kind[1](env);
      await place.make();
      const bus = await open(place.url, env);
      const all = [message('1', { key: 'x'.repeat(300) }), message('2', { key: 'ein Schlüssel', id: 'y'.repeat(200) })];
      await publishAll(bus, all);
      await publishAll(bus, all);
      await publishAll(bus, [message('3', { key: 'x'.repeat(300) })]);
      await until('the last', async () => (await place.arrived()).some(({ body }) => body.toString() === '3'));
      expect((await place.arrived()).map(({ body }) => body.toString()).sort()).toEqual(['1', '2', '3']);
      await bus.close();
    });
  });

  describeFaults('that asks for rights', () => {
    let folder: string;
    let broker: Broker;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'civ-aws-'));
      broker = await startBroker('aws');
    });
    afterAll(async () => {
      await broker.end();
      await rm(folder, { recursive: true });
    });

    it('is signed with the keys of a role, and waits while its rights are revoked', async () => {
      const { env } = broker;
      const tokenFile = join(folder, 'token');
      await writeFile(tokenFile, 'of the ServiceAccount');
      const place = kind[1](env);
      await place.make();
      const role = { RoleName: 'events', Version: '2010-05-08' };
      await askInXml(env, 'iam', { ...role, Action: 'CreateRole', AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}' });
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: ['sqs:*', 'sns:*'], Resource: '*' },
      });
      const grant = () => askInXml(env, 'iam', { ...role, Action: 'PutRolePolicy', PolicyName: 'send', PolicyDocument });
      /** It looks at signatures and rights after so many requests. */
      const strictAfter = (requests: number) =>
        fetch(`${env['AWS_ENDPOINT_URL']}/moto-api/reset-auth`, { method: 'POST', body: `${requests}` });
      await grant();

      const { AWS_ENDPOINT_URL, AWS_REGION } = env;
      const arn = 'arn:aws:iam::123456789012:role/events';
      const bus = await open(place.url, { AWS_ENDPOINT_URL, AWS_REGION, AWS_ROLE_ARN: arn, AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile });
      await strictAfter(1); // nobody signs who asks for keys
      expect(await publishOne(bus, message('1'))).toEqual({ how: 'confirmed' });

      await strictAfter(1_000);
      await askInXml(env, 'iam', { ...role, Action: 'DeleteRolePolicy', PolicyName: 'send' });
      await strictAfter(0);
      expect(await publishOne(bus, message('2'))).toEqual({
        how: 'again',
        why: expect.stringMatching(/^AccessDenied: User: .*assumed-role/),
      });

      await strictAfter(1_000);
      await grant();
      await strictAfter(1);
      expect(await publishOne(bus, message('2'))).toEqual({ how: 'confirmed' });
      await strictAfter(1_000);
      expect((await place.arrived()).map(({ body }) => body.toString())).toEqual(['1', '2']);
      await bus.close();
    });
  });

  describeFaults('that fails', () => {
    const made = new Set<Place>();
    let broker: Broker;
    faultContract(trialOn({}, kind, made), async () => {
      broker = await startBroker('aws');
      return remaking(broker, made);
    });

    it('loses nothing and keeps the order of each key while the server is frozen under load', async () => {
      const place = kind[1](broker.env);
      await place.make();
      const bus = await open(place.url, broker.env, 2_000);
      const load = startLoad(bus);
      await load.confirmed(100);
      await broker.freeze();
      await load.failed(10);
      await broker.thaw();
      await load.confirmed(100);
      await arrivesInOrder(await load.stop(), place);
      await bus.close();
    });
  });
});

describeBroker('awssqs:// as a reader', 'AWS_ENDPOINT_URL', 'aws', (env) => {
  const withReader = async (place: Place) => {
    await place.make();
    return { ...place, readUrl: place.queueUrl };
  };
  const withoutAttributes = 'a CloudEvent is sent in structured mode';
  describe('of a queue', () => readContract({ destination: () => withReader(queueAt(env)), withoutAttributes }));
  describe('of a topic', () => readContract({ destination: () => withReader(topicAt(env)), withoutAttributes }));
  describe('of a topic that puts an envelope around each message', () =>
    readContract({ destination: () => withReader(topicAt(env, { raw: false })), withoutAttributes }));
});
