import { casesOf } from '../case.ts';
import { convertedRoute, underConversion, type ConversionAnswer, type RoutesDefined } from '../conversion-talk.ts';
import { APPLY, MERGE } from '../objects.ts';
import { patched, underWebhooks } from '../webhook-talk.ts';
import type { Session } from '../session.ts';

const { succeeds, refuses, tells } = casesOf('conversion webhooks');

type Fields = Readonly<Record<string, unknown>>;
const ONE = { to: 'a:80' };
const TWO = { host: 'b', port: 81 };

/** A stored route is read in the other version, and the webhook answers so. */
const answered = (does: string, answer: ConversionAnswer, make = refuses) =>
  make(does, (session) =>
    underConversion(session, async ({ at, route, answer: answers }) => {
      await session.quietly('POST', at('v1'), route('v1', 'a', ONE));
      answers(answer);
      await session.ask('GET', `${at('v2')}/a`);
    }),
  );
/** The same, where the webhook's answer is right but for something in the object. */
const changed = (does: string, change: (object: Fields) => Fields, make = refuses) =>
  answered(does, ({ objects, desiredAPIVersion }) => objects.map((each) => change(convertedRoute(each, desiredAPIVersion))), make);
const relabelled =
  (metadata: Fields) =>
  (object: Fields): Fields => ({ ...object, metadata: { ...(object['metadata'] as Fields), ...metadata } });
/** The webhook is somewhere else. */
const elsewhere = (does: string, clientConfig: (ca: string) => Fields, more: RoutesDefined = {}) =>
  refuses(does, (session) =>
    underConversion(
      session,
      async ({ at, route }) => {
        await session.quietly('POST', at('v1'), route('v1', 'a', ONE));
        await session.ask('GET', `${at('v2')}/a`);
        await session.ask('POST', at('v2'), route('v2', 'b', TWO));
      },
      { clientConfig, ...more },
    ),
  );
const talked = (does: string, talk: (session: Session, routes: Parameters<Parameters<typeof underConversion>[1]>[0]) => Promise<void>) =>
  succeeds(does, (session) => underConversion(session, (routes) => talk(session, routes)));

export const conversionCases = [
  talked('reads in the other version what was written in one', async ({ ask }, { at, route }) => {
    await ask('POST', at('v1'), route('v1', 'a', ONE));
    await ask('GET', `${at('v2')}/a`);
    await ask('GET', at('v2'));
    await ask('GET', at('v1'));
  }),
  talked('writes in the other version', async ({ ask }, { at, route }) => {
    await ask('POST', at('v2'), route('v2', 'a', TWO));
    await ask('GET', `${at('v1')}/a`);
    await ask('PUT', `${at('v2')}/a`, route('v2', 'a', { host: 'c', port: 82 }, { metadata: {} }));
    const { body } = await ask('GET', `${at('v2')}/a`);
    await ask('PUT', `${at('v2')}/a`, { ...body, spec: { host: 'c', port: 82 } });
    await ask('PATCH', `${at('v2')}/a`, { spec: { port: 83 } }, MERGE);
    await ask('GET', `${at('v1')}/a`);
    await ask('DELETE', `${at('v2')}/a`);
  }),
  talked('writes a status in the other version', async ({ ask, quietly }, { at, route }) => {
    await quietly('POST', at('v1'), route('v1', 'a', ONE));
    await ask('PATCH', `${at('v2')}/a/status`, { status: { open: true } }, MERGE);
    await ask('GET', `${at('v1')}/a/status`);
  }),
  talked('applies in one version and the other', async ({ ask }, { at, route }) => {
    await ask('PATCH', `${at('v1')}/a?fieldManager=one`, route('v1', 'a', ONE), APPLY);
    await ask('PATCH', `${at('v2')}/a?fieldManager=two`, route('v2', 'a', { weight: 7 }), APPLY);
    await ask('PATCH', `${at('v2')}/a?fieldManager=three`, route('v2', 'a', { weight: 8 }), APPLY);
    await ask('GET', `${at('v1')}/a`);
  }),
  talked('changes nothing where a patch changes nothing', async ({ ask, quietly }, { at, route }) => {
    await quietly('POST', at('v2'), route('v2', 'a', TWO));
    await ask('PATCH', `${at('v2')}/a`, { spec: { port: 81 } }, MERGE);
    await ask('PATCH', `${at('v1')}/a`, {}, MERGE);
  }),
  talked('creates and changes in a dry run', async ({ ask, quietly }, { at, route }) => {
    await ask('POST', `${at('v2')}?dryRun=All`, route('v2', 'a', TWO));
    await quietly('POST', at('v1'), route('v1', 'b', ONE));
    await ask('PATCH', `${at('v2')}/b?dryRun=All`, { spec: { weight: 84 } }, MERGE);
  }),
  succeeds(
    'takes a field from who owns it by another name in another version',
    (session) =>
      underConversion(session, async ({ at, route }) => {
        await session.quietly('POST', at('v1'), route('v1', 'a', ONE));
        await session.ask('PATCH', `${at('v2')}/a`, { spec: { port: 84 } }, MERGE);
      }),
    'owners of fields are compared by the names of the version that is written',
  ),
  succeeds('asks admission webhooks in the version that they know', (session) =>
    underConversion(session, async ({ at, route }) => {
      await session.quietly('POST', at('v1'), route('v1', 'a', ONE));
      const rule = { apiGroups: [`${session.namespace}.example.com`], apiVersions: ['v1'], resources: ['routes'] };
      const answer = patched({ op: 'replace', path: '/spec/weight', value: 9 });
      await underWebhooks(session, 'Mutating', [{ rule, answer }], async ({ seen }) => {
        await session.ask('POST', at('v2'), route('v2', 'b', TWO));
        await session.ask('PATCH', `${at('v2')}/a`, { spec: { weight: 5 } }, MERGE);
        session.note('reviews', seen);
      });
    }),
  ),
  talked('selects by what a webhook has made of labels', async ({ ask, quietly }, { at, route, answer }) => {
    await quietly('POST', at('v1'), route('v1', 'a', ONE));
    answer(({ objects, desiredAPIVersion }) =>
      objects.map((each) => relabelled({ labels: { by: desiredAPIVersion.slice(-2) } })(convertedRoute(each, desiredAPIVersion))),
    );
    await ask('GET', `${at('v2')}/a`);
    await ask('GET', `${at('v2')}?labelSelector=by%3Dv2`);
    await ask('GET', `${at('v1')}?labelSelector=by%3Dv2`);
  }),
  talked('deletes a collection in the other version', async ({ ask, quietly }, { at, route }) => {
    await quietly('POST', at('v1'), route('v1', 'a', ONE));
    await ask('DELETE', at('v2'));
    await ask('GET', at('v1'));
  }),
  tells('events in the version of a watch', (session) =>
    underConversion(session, async ({ at, route }) => {
      await session.quietly('POST', at('v1'), route('v1', 'a', ONE));
      const watch = await session.watch(`${at('v2')}?watch=true`);
      await session.quietly('PATCH', `${at('v1')}/a`, { spec: { to: 'z:9' } }, MERGE);
      await session.quietly('DELETE', `${at('v1')}/a`);
      await watch.take(3);
    }),
  ),
  succeeds('writes and reads what each version has, where nothing converts', (session) =>
    underConversion(
      session,
      async ({ at, route }) => {
        const { ask, quietly, note } = session;
        await ask('POST', at('v2'), route('v2', 'a', { ...TWO, weight: 5 }));
        await ask('GET', `${at('v1')}/a`);
        await ask('POST', at('v1'), route('v1', 'b', ONE));
        await ask('GET', at('v2'));
        const { body: shown } = await quietly('PATCH', `${at('v2')}/b`, { spec: { weight: 7 } }, MERGE);
        const { body: left } = await quietly('GET', `${at('v1')}/b`);
        note('what is left of both', [shown['spec'], left['spec']]);
        await ask('DELETE', `${at('v2')}/b`);
      },
      { unconverted: true },
    ),
  ),
  tells('the end of a watch that began before anything was converted', (session) =>
    underConversion(
      session,
      async ({ at, route, convert }) => {
        await session.quietly('POST', at('v1'), route('v1', 'a', ONE));
        const watch = await session.watch(`${at('v2')}?watch=true`);
        await convert();
        await watch.take(Infinity);
        await session.ask('GET', `${at('v2')}/a`);
      },
      { unconverted: true },
    ),
  ),
  changed(
    'prunes what the schema of the version does not have',
    (object) => ({ ...object, spec: { ...TWO, odd: 1 }, other: true }),
    succeeds,
  ),
  changed('does not validate what a webhook answers', (object) => ({ ...object, spec: { host: 5, port: 99_999 } }), succeeds),
  changed('takes labels and annotations', relabelled({ labels: { a: 'b' }, annotations: { c: 'd' } }), succeeds),
  changed(
    'takes a generation that changed for nothing',
    relabelled({ generation: 9, resourceVersion: '1', creationTimestamp: null }),
    succeeds,
  ),
  changed('refuses another name', relabelled({ name: 'b' })),
  changed('refuses another namespace', relabelled({ namespace: 'elsewhere' })),
  changed('refuses another uid', relabelled({ uid: 'other' })),
  changed('refuses labels that are none', relabelled({ labels: { _a: 'b' } })),
  changed('refuses labels of another type', relabelled({ labels: { a: 5 } })),
  changed('refuses an object without metadata', (object) => ({ ...object, metadata: undefined })),
  changed('refuses another kind', (object) => ({ ...object, kind: 'Road' })),
  changed('refuses another version', (object) => ({ ...object, apiVersion: 'example.com/v3' })),
  answered('refuses an answer that fails', () => ({ response: { result: { status: 'Failure', message: 'not today' } } })),
  answered('refuses an answer that fails without a word', () => ({ response: { result: { status: 'Failure' } } })),
  answered('refuses an answer without a result', ({ objects }) => ({ response: { convertedObjects: objects } })),
  answered('refuses an answer with too few objects', () => []),
  answered('refuses an answer with too many objects', ({ objects, desiredAPIVersion }) =>
    [...objects, ...objects].map((each) => convertedRoute(each, desiredAPIVersion)),
  ),
  answered('refuses an answer to another question', () => ({ response: { uid: 'other', result: { status: 'Success' } } })),
  answered('refuses an answer without a response', () => ({ body: { apiVersion: 'apiextensions.k8s.io/v1', kind: 'ConversionReview' } })),
  answered('refuses an answer of another version', ({ uid }) => ({
    body: { apiVersion: 'apiextensions.k8s.io/v1beta1', kind: 'ConversionReview', response: { uid, result: { status: 'Success' } } },
  })),
  answered('refuses an answer of another kind', () => ({ body: { apiVersion: 'v1', kind: 'Pod' } })),
  answered('refuses what is not JSON', () => ({ code: 200, text: 'hello' })),
  answered('refuses a status of 500', () => ({ code: 500, text: 'no' })),
  answered('refuses a connection that is cut', () => 'hang up'),
  refuses('a list, where the webhook fails', (session) =>
    underConversion(session, async ({ at, route, answer }) => {
      await session.quietly('POST', at('v1'), route('v1', 'a', ONE));
      answer(() => ({ response: { result: { status: 'Failure', message: 'not today' } } }));
      await session.ask('GET', at('v2'));
    }),
  ),
  refuses('a create, a change and a deletion, where the webhook fails', (session) =>
    underConversion(session, async ({ at, route, answer }) => {
      await session.quietly('POST', at('v1'), route('v1', 'a', ONE));
      answer(() => ({ response: { result: { status: 'Failure', message: 'not today' } } }));
      await session.ask('POST', at('v2'), route('v2', 'b', TWO));
      await session.ask('PATCH', `${at('v2')}/a`, { spec: { port: 1 } }, MERGE);
      await session.ask('DELETE', `${at('v2')}/a`);
      await session.ask('PATCH', `${at('v1')}/a`, { spec: { to: 'c:3' } }, MERGE);
    }),
  ),
  elsewhere('refuses where nobody listens', () => ({ url: 'https://127.0.0.1:1/convert' })),
  elsewhere('refuses where the service is not there', () => ({ service: { namespace: 'default', name: 'nothing', path: '/c' } })),
  refuses('an object that the schema of its own version refuses', (session) =>
    underConversion(session, async ({ at, route }) => {
      await session.ask('POST', at('v2'), route('v2', 'a', { host: 'b', port: 99_999 }));
      await session.ask('POST', at('v1'), route('v1', 'a', { to: 5 }));
    }),
  ),
];
