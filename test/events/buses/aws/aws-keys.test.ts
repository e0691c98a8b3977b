import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awsKeysOf } from '../../../../events/buses/aws/aws-keys.ts';
import { httpAgentOf } from '../../../../events/buses/http-agent.ts';
import type { TakenRequest } from '../answering.ts';
import { answersOfEachTest } from '../answers-of-each-test.ts';

const ROLE = 'arn:aws:iam::123456789012:role/events';
const dispatcher = httpAgentOf({});
const ends = new Date(Date.now() + 3_600_000).toISOString();

const tested = answersOfEachTest();
const { answering } = tested;

const keysIn = (env: Readonly<Record<string, string>>) =>
  awsKeysOf({ url: new URL('awssqs://host/account/queue'), env, tell: () => undefined }, 'eu-central-1', dispatcher);

const stsAnswer = () => ({
  body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
    <Credentials><SessionToken>t+o/k=</SessionToken><SecretAccessKey>secret</SecretAccessKey><Expiration>${ends}</Expiration>
    <AccessKeyId>ASIA</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
});

describe('the keys of AWS', () => {
  it('are those of the environment, before all others', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: '/none' };
    expect(await keysIn(env).get()).toEqual({ id: 'id', secret: 'secret' });
    expect(await keysIn({ ...env, AWS_SESSION_TOKEN: 'token' }).get()).toEqual({ id: 'id', secret: 'secret', token: 'token' });
  });

  it('are given for the token of a ServiceAccount, as it is at the time', async () => {
    const { url, asked } = await answering(stsAnswer);
    const file = join(tested.folder, 'token');
    const keys = keysIn({ AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ENDPOINT_URL_STS: url });
    await writeFile(file, 'first\n');
    expect(await keys.get()).toEqual({ id: 'ASIA', secret: 'secret', token: 't+o/k=' });
    await writeFile(file, 'second');
    await keys.get();
    keys.drop();
    await keys.get();
    expect(asked.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual(
      ['first', 'second'].map((token) => ({
        Action: 'AssumeRoleWithWebIdentity',
        Version: '2011-06-15',
        RoleArn: ROLE,
        RoleSessionName: 'civ8s',
        WebIdentityToken: token,
      })),
    );
  });

  it('are those of the agent of Pod Identity, which wants the token of the pod', async () => {
    const keys = { AccessKeyId: 'ASIA', SecretAccessKey: 'secret', Token: 'token', Expiration: ends };
    const { url, asked } = await answering(() => ({ body: JSON.stringify(keys) }));
    const file = join(tested.folder, 'token');
    await writeFile(file, 'of the pod\n');
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v1/credentials`, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file };
    expect(await keysIn(env).get()).toEqual({ id: 'ASIA', secret: 'secret', token: 'token' });
    expect(asked).toMatchObject([{ method: 'GET', path: '/v1/credentials', headers: { authorization: 'of the pod' } }]);
  });

  it.each<[string, (asked: TakenRequest) => { readonly status?: number; readonly body: string }, string]>([
    [
      'a role that is not given',
      () => ({
        status: 403,
        body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not &quot;you&quot;</Message></Error></ErrorResponse>',
      }),
      'AccessDenied: Not "you"',
    ],
    ['a server that is out of order', () => ({ status: 503, body: 'later' }), 'HTTP 503'],
    ['an answer without keys', () => ({ body: '<Credentials></Credentials>' }), 'its answer holds none'],
  ])('are not there, with the reason: %s', async (_, answer, why) => {
    const { url } = await answering(answer);
    const file = join(tested.folder, 'token');
    await writeFile(file, 'token');
    const keys = keysIn({ AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ENDPOINT_URL_STS: url });
    await expect(keys.get()).rejects.toThrow(why);
  });
});
