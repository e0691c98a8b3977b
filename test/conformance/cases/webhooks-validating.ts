import { casesOf } from '../case.ts';
import { configMap, deployment, MERGE, namespaced, pod } from '../objects.ts';
import type { Session } from '../session.ts';
import { allow, deny, patched, underWebhooks, type HookAnswer, type CaseHook } from '../webhook-talk.ts';

const { succeeds, refuses } = casesOf('admission webhooks');

type Fields = Readonly<Record<string, unknown>>;

const maps = ({ namespace }: Session) => namespaced(namespace, 'configmaps');

/** One validating webhook, and a ConfigMap that it is asked about. */
const judged = (does: string, hook: CaseHook, make = refuses) =>
  make(does, (session) =>
    underWebhooks(session, 'Validating', [hook], async () => void (await session.ask('POST', maps(session), configMap('new')))),
  );
const answered = (does: string, answer: HookAnswer, make = refuses) => judged(does, { answer }, make);
const at = (url: string, caBundle?: string): CaseHook => ({ clientConfig: { url, ...(caBundle === undefined ? {} : { caBundle }) } });

/** What a webhook is told of what is done. */
const reviews = (does: string, rule: Fields, talk: (session: Session) => Promise<void>) =>
  succeeds(does, (session) =>
    underWebhooks(session, 'Validating', [{ rule }], async ({ seen }) => {
      await talk(session);
      session.note('reviews', seen);
    }),
  );

/** Which of two ConfigMaps, one of them labelled, a webhook refuses. */
const chosen = (does: string, fields: Fields, make = refuses) =>
  make(does, (session) =>
    underWebhooks(session, 'Validating', [{ answer: deny({ message: 'seen' }), fields }], async () => {
      await session.ask('POST', maps(session), configMap('plain'));
      await session.ask('POST', maps(session), configMap('labelled', { data: { a: 'b' } }, { labels: { app: 'shop' } }));
    }),
  );

const autoscaler = {
  metadata: { name: 'h' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }, maxReplicas: 2 },
};
const versions = (does: string, matchPolicy: string, make = refuses) =>
  make(does, (session) => {
    const rule = { apiGroups: ['autoscaling'], apiVersions: ['v1'], resources: ['horizontalpodautoscalers'] };
    return underWebhooks(session, 'Validating', [{ rule, fields: { matchPolicy }, answer: deny({ message: 'no' }) }], async ({ seen }) => {
      const path = namespaced(session.namespace, 'horizontalpodautoscalers', 'apis/autoscaling/v2');
      await session.ask('POST', path, autoscaler);
      session.note('reviews', seen);
    });
  });

export const validatingWebhookCases = [
  answered('refuses with the message of a webhook', deny({ code: 403, message: 'not on a Friday' })),
  answered('refuses without explanation', deny()),
  answered('refuses with the reason of a webhook', deny({ reason: 'Gone' })),
  answered(
    'refuses with all that the status of a webhook says',
    deny({
      code: 422,
      reason: 'Invalid',
      message: 'two things are wrong',
      details: { name: 'new', kind: 'configmaps', causes: [{ reason: 'FieldValueInvalid', message: 'is bad', field: 'data.a' }] },
    }),
  ),
  answered('refuses though the status says success', deny({ status: 'Success', code: 200, message: 'well done' })),
  answered('passes what is allowed', allow(), succeeds),
  answered('hands on the warnings of a webhook', allow({ warnings: ['mind the gap', 'mind the gap', 'and the step'] }), succeeds),
  answered('hands on the warnings of one that refuses', deny({ message: 'no' }, { warnings: ['as I said'] })),
  answered('refuses a patch of a webhook that may only judge', patched({ op: 'add', path: '/data', value: {} })),
  answered('refuses where the answer is for another review', allow({ uid: 'another' })),
  answered('refuses where the answer has no response', ({ apiVersion, kind }) => ({ body: { apiVersion, kind } })),
  answered('refuses where the answer is of another version', ({ kind, request: { uid } }) => ({
    body: { apiVersion: 'admission.k8s.io/v1beta1', kind, response: { uid, allowed: true } },
  })),
  answered('refuses where the answer is of another kind', () => ({ body: { apiVersion: 'v1', kind: 'ConfigMap' } })),
  answered('refuses where the answer is an object of no kind', () => ({ body: {} })),
  answered('refuses where the answer is not JSON', () => ({ code: 200, text: 'so be it' })),
  answered('refuses where the answer is empty', () => ({ code: 200, text: '' })),
  answered('refuses where the webhook answers 500', () => ({ code: 500, text: 'out of order' })),
  answered('refuses where the webhook answers 404', () => ({ code: 404, text: 'nothing here' })),
  answered('refuses where the webhook answers 400', () => ({ code: 400, text: 'what?' })),
  answered('refuses where the webhook hangs up', () => 'hang up'),
  judged('refuses where the webhook takes too long', { answer: () => 'never', fields: { timeoutSeconds: 1 } }),
  judged('refuses where nothing listens', at('https://127.0.0.1:1/here')),
  judged('refuses where the webhook is of another authority', at('https://127.0.0.1:PORT/hook-0')),
  judged('asks a webhook by its address whose authority is in the bundle', at('https://127.0.0.1:PORT/hook-0', 'own'), succeeds),
  judged('asks one whose authority is one of several', at('https://127.0.0.1:PORT/hook-0', 'several'), succeeds),
  judged('refuses where the bundle is of another authority', at('https://127.0.0.1:PORT/hook-0', 'another')),
  judged('refuses where the bundle is of an authority of the same name', at('https://127.0.0.1:PORT/hook-0', 'namesake'), (does, talk) =>
    refuses(does, talk, 'which authorities of that name were tried is not said'),
  ),
  judged('refuses where the certificate is for another host', at('https://localhost:PORT/hook-0', 'own')),
  judged('refuses where the authorities are not certificates', at('https://127.0.0.1:PORT/hook-0', Buffer.from('me').toString('base64'))),
  judged('refuses where there is no such service', { clientConfig: { service: { namespace: 'default', name: 'none', path: '/a' } } }),
  judged('refuses where a service has no such port', {
    clientConfig: { service: { namespace: 'default', name: 'kubernetes', port: 444 } },
  }),
  judged('passes where a webhook fails that may', { ...at('https://127.0.0.1:1'), fields: { failurePolicy: 'Ignore' } }, succeeds),
  judged('refuses where one answers that may fail', { answer: deny({ message: 'no' }), fields: { failurePolicy: 'Ignore' } }),
  reviews('tells of a creation', {}, async (session) => void (await session.quietly('POST', maps(session), configMap('new')))),
  reviews('tells of a dry run', {}, async (session) => {
    await session.quietly('POST', `${maps(session)}?dryRun=All&fieldManager=me`, configMap('new'));
  }),
  reviews('tells of a change', {}, async (session) => {
    await session.quietly('POST', maps(session), configMap('new'));
    await session.quietly('PATCH', `${maps(session)}/new?fieldManager=me`, { data: { a: 'b' } }, MERGE);
  }),
  reviews('tells of a deletion', { operations: ['DELETE'] }, async (session) => {
    await session.quietly('POST', maps(session), configMap('new'));
    await session.quietly('DELETE', `${maps(session)}/new`);
  }),
  reviews('tells of the status', { apiGroups: ['apps'], operations: ['*'], resources: ['deployments/status'] }, async (session) => {
    const path = namespaced(session.namespace, 'deployments', 'apis/apps/v1');
    await session.quietly('POST', path, deployment('d'));
    await session.quietly('PATCH', `${path}/d/status`, { status: { replicas: 1 } }, MERGE);
  }),
  reviews('tells of the scale', { apiGroups: ['apps'], operations: ['*'], resources: ['*/scale'] }, async (session) => {
    const path = namespaced(session.namespace, 'deployments', 'apis/apps/v1');
    await session.quietly('POST', path, deployment('d'));
    await session.quietly('PATCH', `${path}/d/scale`, { spec: { replicas: 1 } }, MERGE);
  }),
  reviews('tells of a binding', { operations: ['*'], resources: ['pods/binding'] }, async (session) => {
    const path = namespaced(session.namespace, 'pods');
    await session.quietly('POST', path, pod('p'));
    await session.quietly('POST', `${path}/p/binding`, { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } });
  }),
  reviews('tells nothing of other scopes', { scope: 'Cluster' }, async (session) => {
    await session.quietly('POST', maps(session), configMap('new'));
  }),
  refuses('asks before a deletion', (session) =>
    underWebhooks(session, 'Validating', [{ answer: deny({ message: 'it stays' }), rule: { operations: ['DELETE'] } }], async () => {
      await session.quietly('POST', maps(session), configMap('new'));
      await session.ask('DELETE', `${maps(session)}/new`);
      await session.ask('GET', `${maps(session)}/new`);
    }),
  ),
  refuses('asks before an eviction', (session) => {
    const hook: CaseHook = { answer: deny({ message: 'it stays' }), rule: { operations: ['*'], resources: ['pods/eviction'] } };
    return underWebhooks(session, 'Validating', [hook], async () => {
      const path = namespaced(session.namespace, 'pods');
      await session.quietly('POST', path, pod('p'));
      await session.ask('POST', `${path}/p/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } });
    });
  }),
  chosen('is asked of objects that its selector picks', { objectSelector: { matchLabels: { app: 'shop' } } }),
  chosen('is asked where its conditions hold', { matchConditions: [{ name: 'labelled', expression: 'has(object.metadata.labels)' }] }),
  chosen('refuses where a condition fails', { matchConditions: [{ name: 'labelled', expression: "object.data.a == 'b'" }] }),
  chosen(
    'is not asked where a condition fails that may',
    { failurePolicy: 'Ignore', matchConditions: [{ name: 'labelled', expression: "object.data.a == 'c'" }] },
    succeeds,
  ),
  versions('knows a resource by another of its versions', 'Equivalent'),
  versions('knows it by its own version alone where that is said', 'Exact', succeeds),
];
