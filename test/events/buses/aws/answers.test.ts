import { afterEach, describe, expect, it } from '@jest/globals';
import { openBus } from '../../../../events/buses/open-bus.ts';
import { startAnswering } from '../answering.ts';
import { message, never } from '../messages.ts';

const ending = new Set<() => Promise<void>>();
afterEach(async () => {
  for (const end of ending) await end();
  ending.clear();
});

async function openWith(url: string, body: string) {
  const server = await startAnswering(() => ({ body }));
  const env = { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
  const bus = await openBus(url, { env, tell: () => undefined });
  ending.add(() => bus.close()).add(server.end);
  return { bus, server };
}

const four = ['a', 'b', 'c', 'd'].map((key) => message(key, { key }));
const deliveries = [
  { how: 'confirmed' },
  { how: 'again', why: 'Throttled: slowly' },
  { how: 'refused', reason: 'not accepted', why: 'InvalidMessageContents: odd' },
  { how: 'again', why: 'the answer does not name it' },
];

describe('a batch that AWS takes in part', () => {
  it('is told apart by SQS', async () => {
    const { bus } = await openWith(
      'awssqs://sqs.eu-central-1.amazonaws.com/123456789012/changes',
      JSON.stringify({
        Successful: [{ Id: '0', MessageId: 'm' }],
        Failed: [
          { Id: '1', SenderFault: false, Code: 'Throttled', Message: 'slowly' },
          { Id: '2', SenderFault: true, Code: 'InvalidMessageContents', Message: 'odd' },
        ],
      }),
    );
    expect(await bus.publish(four, never)).toEqual(deliveries);
  });

  it('is told apart by SNS', async () => {
    const { bus, server } = await openWith(
      'awssns:///arn:aws:sns:eu-central-1:123456789012:changes',
      `<PublishBatchResponse><PublishBatchResult><Successful><member><MessageId>m</MessageId><Id>0</Id></member></Successful><Failed>
        <member><Id>1</Id><Code>Throttled</Code><Message>slowly</Message><SenderFault>false</SenderFault></member>
        <member><Id>2</Id><Code>InvalidMessageContents</Code><Message>odd</Message><SenderFault>true</SenderFault></member>
      </Failed></PublishBatchResult></PublishBatchResponse>`,
    );
    expect(await bus.publish(four, never)).toEqual(deliveries);
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([expect.stringContaining('/eu-central-1/sns/aws4_request')]);
  });

  it('is sent ten at a time', async () => {
    const { bus, server } = await openWith('awssqs://sqs.eu-central-1.amazonaws.com/123456789012/changes', '{}');
    await bus.publish(
      Array.from({ length: 25 }, (_, n) => message('x', { key: `${n}` })),
      never,
    );
    const counts = server.asked.map(({ body }) => (JSON.parse(body) as { readonly Entries: readonly unknown[] }).Entries.length);
    expect(counts.toSorted((one, other) => one - other)).toEqual([5, 10, 10]);
  });
});
