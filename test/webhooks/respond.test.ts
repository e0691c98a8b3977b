import { describe, expect, it } from '@jest/globals';
import { isRecord } from '../../ground/json/json.ts';
import { configMaps, type ConfigMap } from '../../kube/objects/built-in.ts';
import { on, problem, type Webhooks } from '../../webhooks/declared.ts';
import { namedWebhooks } from '../../webhooks/named.ts';
import { createResponder } from '../../webhooks/respond.ts';

const MAP: ConfigMap = { metadata: { name: 'a', namespace: 'shop' }, data: { a: '1', 'b/c': '2' } };
const REQUEST = {
  uid: 'u',
  operation: 'UPDATE',
  name: 'a',
  namespace: 'shop',
  object: MAP,
  oldObject: MAP,
  userInfo: { username: 'amy', groups: ['g'] },
};
const review = (request: object = {}, fields: object = {}): string =>
  JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { ...REQUEST, ...request }, ...fields });

/** What the webhooks of a program answer to a body; a refusal is its status and its sentence. */
async function answerTo(webhooks: Webhooks, body: string, path = '/validate/configmaps.keeper.core'): Promise<unknown> {
  const act = createResponder(namedWebhooks([webhooks], 'keeper'), () => {})(path);
  try {
    const said = await act?.({ path, body, signal: new AbortController().signal });
    return isRecord(said) ? said['response'] : undefined;
  } catch (error) {
    const { status, message } = error as { readonly status: number; readonly message: string };
    return [status, message];
  }
}
const PASSES: Webhooks = { validate: [on(configMaps, ['create', 'update', 'delete'], () => undefined)] };
const mutated = async (rule: (object: ConfigMap) => ConfigMap | undefined): Promise<unknown> => {
  const webhooks = { mutate: [on(configMaps, ['update'], ({ object }) => rule(object))] };
  const said = (await answerTo(webhooks, review(), '/mutate/configmaps.keeper.core')) as { readonly patch?: string };
  return said.patch === undefined ? said : JSON.parse(Buffer.from(said.patch, 'base64').toString());
};

describe('the answer to a review', () => {
  it('allows where nothing is wrong', async () => expect(await answerTo(PASSES, review())).toEqual({ uid: 'u', allowed: true }));

  it('says all that is wrong at once, with the fields, and warns beside it', async () => {
    const rule = on(configMaps, ['update'], async ({ user, warn }) => {
      warn(`${user.name} of ${user.groups.join()}`);
      return [problem('data.a', 'is odd'), problem('data.b', 'is missing')];
    });
    expect(await answerTo({ validate: [rule] }, review())).toEqual({
      uid: 'u',
      allowed: false,
      warnings: ['amy of g'],
      status: {
        code: 422,
        reason: 'Invalid',
        message: 'data.a: is odd; data.b: is missing',
        details: {
          causes: [
            { reason: 'FieldValueInvalid', field: 'data.a', message: 'is odd' },
            { reason: 'FieldValueInvalid', field: 'data.b', message: 'is missing' },
          ],
        },
      },
    });
  });

  it.each([
    ['what is not JSON', 'x', 400, /^the body is not valid JSON: /],
    ['what is not an object', '[]', 400, /^this is kind "" of "", and not AdmissionReview of admission.k8s.io\/v1$/],
    [
      'another version',
      review({}, { apiVersion: 'admission.k8s.io/v1beta1' }),
      400,
      /^this is kind "AdmissionReview" of "admission.k8s.io\/v1beta1", and not/,
    ],
    ['a review without a uid', review({ uid: '' }), 400, /^the review has no request.uid/],
    ['a review without a request', review({}, { request: null }), 400, /^the review has no request.uid/],
    ['another operation', review({ operation: 'CONNECT' }), 400, /^configmaps.keeper.core is not about the operation "CONNECT"/],
    ['a review without an object', review({ object: null }), 400, /^the review has no request.object$/],
    ['a deletion of nothing', review({ operation: 'DELETE', oldObject: null }), 400, /^the review has no request.oldObject$/],
  ])('is a refusal for %s', async (_, body, status, message) =>
    expect(await answerTo(PASSES, body)).toEqual([status, expect.stringMatching(message)]),
  );

  it('is an error that names the rule, where that has thrown', async () => {
    const rule = on(configMaps, ['update'], () => {
      throw new Error('no\nway');
    });
    expect(await answerTo({ validate: [rule] }, review())).toEqual([500, 'the rule configmaps.keeper.core has failed: no']);
  });

  it('is a patch of what a mutating rule has changed, also in place', async () => {
    expect(await mutated(({ data, ...object }) => ({ ...object, data: { 'b/c': data?.['b/c'] ?? '', d: '3' }, immutable: true }))).toEqual([
      { op: 'remove', path: '/data/a' },
      { op: 'add', path: '/data/d', value: '3' },
      { op: 'add', path: '/immutable', value: true },
    ]);
    expect(await mutated((object) => Object.assign(object, { data: { a: '1', 'b/c': '~' } }))).toEqual([
      { op: 'replace', path: '/data/b~1c', value: '~' },
    ]);
    expect(await mutated((object) => object)).toEqual({ uid: 'u', allowed: true });
    expect(await mutated(() => undefined)).toEqual({ uid: 'u', allowed: true });
  });

  it('comes from the webhook of its path: of two about a resource, the second is numbered', async () => {
    const no = (why: string) => on(configMaps, ['update'], () => problem('data', why));
    const webhooks = { validate: [no('first'), no('second')] };
    expect(await answerTo(webhooks, review(), '/validate/configmaps-2.keeper.core')).toMatchObject({
      status: { message: 'data: second' },
    });
    expect(await answerTo(webhooks, review(), '/validate/pods.keeper.core')).toBeUndefined();
  });
});
