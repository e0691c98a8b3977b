import { describe, expect, it } from '@jest/globals';
import { awsErrorOf, deliveryOf } from '../../../../events/buses/aws/aws-error.ts';

const xml = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
const json = (type: string, message: string): string => JSON.stringify({ __type: type, message });

describe('what AWS answers', () => {
  it.each([
    [400, json('com.amazonaws.sqs#QueueDoesNotExist', 'no queue'), 'again', 'QueueDoesNotExist: no queue'],
    [400, json('InvalidParameterValue', 'Reason: Message must be shorter than 1048576 bytes.'), 'too large', /shorter/],
    [400, json('AWS.SimpleQueueService.BatchRequestTooLong', 'You have sent 1048577 bytes.'), 'too large', /BatchRequestTooLong/],
    [400, json('com.amazonaws.sqs#InvalidMessageContents', 'characters'), 'not accepted', 'InvalidMessageContents: characters'],
    [400, xml('InvalidParameter', 'Invalid parameter: Message too long'), 'too large', /too long/],
    [400, xml('InvalidParameter', 'Invalid parameter: MessageAttributes'), 'not accepted', /MessageAttributes/],
    [400, xml('InvalidParameter', 'Invalid parameter: TopicArn'), 'again', 'InvalidParameter: Invalid parameter: TopicArn'],
    [403, xml('ExpiredToken', 'a &lt;token&gt; &amp; more'), 'again', 'ExpiredToken: a <token> & more'],
    [400, json('ThrottlingException', 'Rate exceeded'), 'again', 'ThrottlingException: Rate exceeded'],
    [503, 'Service Unavailable', 'again', 'HTTP 503'],
    [502, '<html><body>Bad gateway</body></html>', 'again', 'HTTP 502'],
  ])('%i %s means %s', (status, text, meaning, why) => {
    const delivery = deliveryOf(awsErrorOf(status, text));
    expect(delivery.how === 'refused' ? delivery.reason : delivery.how).toBe(meaning);
    expect(delivery).toMatchObject({ why: typeof why === 'string' ? why : expect.stringMatching(why) });
  });
});
