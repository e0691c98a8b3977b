import { describe, expect, it } from '@jest/globals';
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { googleTokenOf } from '../../../../events/buses/gcp/google-token.ts';
import { httpAgentOf } from '../../../../events/buses/http-agent.ts';
import { answersOfEachTest } from '../answers-of-each-test.ts';

const dispatcher = httpAgentOf({});
const tested = answersOfEachTest();
const { answering } = tested;

const tokenIn = (env: Readonly<Record<string, string>>) =>
  googleTokenOf({ url: new URL('gcppubsub://p/t'), env, tell: () => undefined }, dispatcher);

async function fileOf(value: object, name = 'credentials.json'): Promise<string> {
  const path = join(tested.folder, name);
  await writeFile(path, JSON.stringify(value));
  return path;
}

describe('a token of Google', () => {
  it('is signed with the key of a service account', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const account = 'events@p.iam.gserviceaccount.com';
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const path = await fileOf({ type: 'service_account', client_email: account, private_key_id: 'k1', private_key: key });
    const [head = '', payload = '', signature = ''] = (await tokenIn({ GOOGLE_APPLICATION_CREDENTIALS: path }).get()).split('.');
    const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(decoded(head)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
    const { iat, exp, ...rest } = decoded(payload) as Readonly<Record<string, unknown>>;
    expect(rest).toEqual({ iss: account, sub: account, aud: 'https://pubsub.googleapis.com/' });
    expect(Number(exp) - Number(iat)).toBe(3_600);
    expect(createVerify('RSA-SHA256').update(`${head}.${payload}`).verify(publicKey, signature, 'base64url')).toBe(true);
  });

  it('is what the metadata server of the node gives', async () => {
    const { url, asked } = await answering(() => ({ body: JSON.stringify({ access_token: 'of the node', expires_in: 3_599 }) }));
    expect(await tokenIn({ GCE_METADATA_HOST: new URL(url).host }).get()).toBe('of the node');
    expect(asked).toMatchObject([
      { path: '/computeMetadata/v1/instance/service-accounts/default/token', headers: { 'metadata-flavor': 'Google' } },
    ]);
  });

  it('is exchanged for the token of a federated identity, for that of an account where it is to act as one', async () => {
    const { url, asked } = await answering(({ path, headers }) => ({
      body: JSON.stringify(
        path === '/exchange'
          ? { access_token: 'federated', expires_in: 3_599 }
          : { accessToken: `of the account, for ${headers.authorization}`, expireTime: new Date(Date.now() + 3_600_000).toISOString() },
      ),
    }));
    const file = join(tested.folder, 'subject');
    await writeFile(file, 'of the pod\n');
    const credentials = {
      type: 'external_account',
      audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/k8s',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${url}/exchange`,
      credential_source: { file },
    };
    const plain = await fileOf(credentials);
    expect(await tokenIn({ GOOGLE_APPLICATION_CREDENTIALS: plain }).get()).toBe('federated');
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      audience: credentials.audience,
      subjectToken: 'of the pod',
      subjectTokenType: credentials.subject_token_type,
    });
    const acting = await fileOf({ ...credentials, service_account_impersonation_url: `${url}/account:generateAccessToken` }, 'acting.json');
    expect(await tokenIn({ GOOGLE_APPLICATION_CREDENTIALS: acting }).get()).toBe('of the account, for Bearer federated');
  });

  it('is not there, with the reason', async () => {
    const { url } = await answering(() => ({ status: 404, body: 'no account' }));
    await expect(tokenIn({ GCE_METADATA_HOST: new URL(url).host }).get()).rejects.toThrow(`no token from ${url}: HTTP 404`);
  });

  it('cannot be had by a file of another kind', async () => {
    const path = await fileOf({ type: 'authorized_user' });
    expect(() => tokenIn({ GOOGLE_APPLICATION_CREDENTIALS: path })).toThrow(
      `gcppubsub://p/t: GOOGLE_APPLICATION_CREDENTIALS=${path} holds no credentials that are known here: ` +
        'give the key of a service account, or an external_account',
    );
  });
});
