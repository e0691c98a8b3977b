import { casesOf } from '../case.ts';
import { configMap, deployment, MERGE, namespaced, pod } from '../objects.ts';
import { DEFINITIONS, town, towns, underRules } from '../rule-talk.ts';
import { allow, deny, patched, underWebhooks, type CaseHook } from '../webhook-talk.ts';

const { succeeds, refuses } = casesOf('admission webhooks');

type Fields = Readonly<Record<string, unknown>>;

const add = (path: string, value: unknown): Fields => ({ op: 'add', path, value });
const DEPLOYMENTS = 'apis/apps/v1';
const on = (resources: string, apiGroups = 'apps', operations = '*', apiVersions = 'v1'): CaseHook['rule'] => ({
  apiGroups: [apiGroups],
  apiVersions: [apiVersions],
  resources: [resources],
  operations: [operations],
});

/** Webhooks for other things than a small object that is created. */
export const webhookElsewhereCases = [
  succeeds('changes what is written to the status, and no more', (session) =>
    underWebhooks(
      session,
      'Mutating',
      [
        {
          rule: on('deployments/status'),
          answer: patched(add('/status/observedGeneration', 7), add('/metadata/labels', { by: 'webhook' })),
        },
      ],
      async () => {
        const path = namespaced(session.namespace, 'deployments', DEPLOYMENTS);
        await session.quietly('POST', path, deployment('d'));
        const { body } = await session.quietly('PATCH', `${path}/d/status`, { status: { replicas: 1 } }, MERGE);
        session.note('status and labels', [body['status'], body['metadata']?.['labels'] ?? null]);
      },
    ),
  ),
  succeeds('cannot give a status where that is a subresource', (session) =>
    underWebhooks(session, 'Mutating', [{ rule: on('deployments'), answer: patched(add('/status', { replicas: 7 })) }], async () => {
      const path = namespaced(session.namespace, 'deployments', DEPLOYMENTS);
      const made = await session.quietly('POST', path, deployment('d'));
      const changed = await session.quietly('PATCH', `${path}/d`, { spec: { paused: true } }, MERGE);
      session.note(
        'statuses',
        [made, changed].map(({ body }) => body['status'] ?? null),
      );
    }),
  ),
  succeeds('changes a scale', (session) =>
    underWebhooks(session, 'Mutating', [{ rule: on('deployments/scale'), answer: patched(add('/spec/replicas', 7)) }], async () => {
      const path = namespaced(session.namespace, 'deployments', DEPLOYMENTS);
      await session.quietly('POST', path, deployment('d'));
      await session.ask('PATCH', `${path}/d/scale`, { spec: { replicas: 1 } }, MERGE);
      const { body } = await session.quietly('GET', `${path}/d`);
      session.note('replicas', body['spec']?.['replicas']);
    }),
  ),
  succeeds('changes an object in another of its versions', (session) => {
    const rule = on('horizontalpodautoscalers', 'autoscaling', 'CREATE');
    return underWebhooks(session, 'Mutating', [{ rule, answer: patched(add('/spec/maxReplicas', 7)) }], async () => {
      const spec = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }, maxReplicas: 2 };
      const path = namespaced(session.namespace, 'horizontalpodautoscalers', 'apis/autoscaling/v2');
      const { body } = await session.quietly('POST', path, { metadata: { name: 'h' }, spec });
      session.note('what it is', [body['apiVersion'], body['spec']]);
    });
  }),
  succeeds('speaks an older version of reviews', (session) =>
    underWebhooks(session, 'Validating', [{ fields: { admissionReviewVersions: ['v9', 'v1beta1', 'v1'] } }], async ({ seen }) => {
      await session.quietly('POST', namespaced(session.namespace, 'configmaps'), configMap('new'));
      session.note(
        'versions',
        seen.map((review) => review['apiVersion']),
      );
    }),
  ),
  refuses('asks before each of a collection is deleted', (session) => {
    const path = namespaced(session.namespace, 'configmaps');
    const hook: CaseHook = {
      rule: { operations: ['DELETE'] },
      answer: (review) => (review.request['name'] === '' ? allow() : deny())(review),
    };
    return underWebhooks(session, 'Validating', [hook], async ({ seen }) => {
      await session.quietly('POST', path, configMap('kept', {}, { labels: { mine: '' } }));
      await session.ask('DELETE', `${path}?labelSelector=mine`);
      session.note(
        'names',
        seen.map(({ request }) => [request['name'] ?? null, request.operation]),
      );
    });
  }),
  refuses('asks about a namespace by its own labels', async (session) => {
    const hook: CaseHook = {
      rule: on('namespaces', '', 'CREATE'),
      answer: deny({ message: 'no more namespaces' }),
      fields: { namespaceSelector: {}, objectSelector: { matchLabels: { of: session.namespace } } },
    };
    await underWebhooks(session, 'Validating', [hook], async ({ seen }) => {
      await session.ask('POST', '/api/v1/namespaces', { metadata: { name: `${session.namespace}-x`, labels: { of: session.namespace } } });
      session.note(
        'where',
        seen.map(({ request }) => [request['namespace'] ?? null, request['name']]),
      );
    });
  }),
  succeeds('asks of an eviction once, and not of the deletion that follows', (session) =>
    underWebhooks(session, 'Validating', [{ rule: on('*/*', '') }], async ({ seen }) => {
      const path = namespaced(session.namespace, 'pods');
      await session.quietly('POST', path, pod('p'));
      await session.quietly('POST', `${path}/p/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } });
      session.note(
        'what was asked',
        seen.map(({ request }) => [request.operation, request['resource'], request['subResource'] ?? '']),
      );
    }),
  ),
  succeeds('changes a custom object, which is pruned and completed by its schema', (session) => {
    const { namespace } = session;
    const group = towns(namespace, {}).spec.group;
    const schema = {
      properties: { spec: { type: 'object', properties: { size: { type: 'integer' }, mayor: { type: 'string', default: 'nobody' } } } },
    };
    const answer = patched(add('/spec', { size: 3, extra: true }));
    return underRules(session, schema, (at) =>
      underWebhooks(session, 'Mutating', [{ rule: on('towns', group, 'CREATE'), answer }], async ({ seen }) => {
        const { body } = await session.quietly('POST', at, town(namespace, 'new', {}));
        session.note('spec', body['spec']);
        session.note(
          'seen',
          seen.map(({ request }) => request['object']),
        );
      }),
    );
  }),
  refuses('refuses a custom object that a patch has made invalid', (session) => {
    const { namespace } = session;
    const group = towns(namespace, {}).spec.group;
    const schema = { properties: { spec: { type: 'object', properties: { size: { type: 'integer', maximum: 2 } } } } };
    return underRules(session, schema, (at) =>
      underWebhooks(session, 'Mutating', [{ rule: on('towns', group, 'CREATE'), answer: patched(add('/spec', { size: 3 })) }], async () => {
        await session.ask('POST', at, town(namespace, 'new', {}));
      }),
    );
  }),
  refuses('refuses a definition as a webhook wants it', async (session) => {
    const hook: CaseHook = {
      rule: on('customresourcedefinitions', 'apiextensions.k8s.io', 'CREATE'),
      answer: deny({ code: 403, message: 'no more kinds' }),
      fields: { objectSelector: { matchLabels: { of: session.namespace } } },
    };
    const definition = towns(session.namespace, {});
    await underWebhooks(session, 'Validating', [hook], async () => {
      const metadata = { ...definition.metadata, labels: { of: session.namespace } };
      await session.ask('POST', `${DEFINITIONS}?dryRun=All`, { ...definition, metadata });
    });
  }),
];
