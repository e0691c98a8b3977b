import { textOf } from '../../local/api-server/api-client.ts';
import { casesOf } from '../case.ts';
import { configMap, MERGE, namespaced } from '../objects.ts';
import { underPolicy, within } from '../policy-talk.ts';
import type { Session } from '../session.ts';

const { succeeds, refuses } = casesOf('admission policies');

type Fields = Readonly<Record<string, unknown>>;

const rule = (resource: string, operation: string, group = '', version = 'v1'): Fields => ({
  apiGroups: [group],
  apiVersions: [version],
  operations: [operation],
  resources: [resource],
});
const MAPS = { ...rule('configmaps', '*'), operations: ['CREATE', 'UPDATE', 'DELETE'] };
/** A policy that refuses all but ConfigMaps, and says what it saw. */
const seen = ({ namespace }: Session, shown: string, ...rules: readonly Fields[]) => ({
  ...within(namespace, [MAPS, ...rules]),
  validations: [
    {
      expression: "request.requestResource.resource == 'configmaps'",
      messageExpression: `[request.operation, request.kind.kind, request.resource.resource, request.?subResource.orValue('-'), request.?name.orValue('-'), ${shown}].join(' ')`,
    },
  ],
});
const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name: 'c', image: 'i' }] } });
const maps = ({ namespace }: Session) => namespaced(namespace, 'configmaps');
const params = (session: Session, name: string, most: string, labels: Fields = {}) =>
  session.quietly('POST', maps(session), { ...configMap(name, { data: { most } }), metadata: { name, labels } });
const CONFIG_MAPS = { apiVersion: 'v1', kind: 'ConfigMap' };
const limited = {
  paramKind: CONFIG_MAPS,
  validations: [
    {
      expression: "object.metadata.name == 'small' || object.data.size() < int(params.data.most)",
      messageExpression: "'at most ' + params.data.most",
    },
  ],
};

/** What becomes of a ConfigMap where the parameters are two, and chosen so. */
const withParams = (does: string, paramRef: Fields, make = refuses) =>
  make(does, async (session) => {
    await params(session, 'strict', '1', { of: 'policy' });
    await params(session, 'lax', '9', { of: 'policy' });
    await underPolicy(
      session,
      limited,
      async () => void (await session.ask('POST', maps(session), configMap('new', { data: { a: '1', b: '2' } }))),
      { paramRef },
    );
  });

/** Requests of all sorts, as policies see them. */
export const policyRequestCases = [
  withParams('takes a parameter by its name', { name: 'strict', parameterNotFoundAction: 'Deny' }),
  withParams('takes parameters by their labels', { selector: { matchLabels: { of: 'policy' } }, parameterNotFoundAction: 'Deny' }),
  withParams('passes by a parameter that allows', { name: 'lax', parameterNotFoundAction: 'Deny' }, succeeds),
  withParams('refuses without a parameter', { name: 'none', parameterNotFoundAction: 'Deny' }),
  refuses('knows a resource by another version of it', async (session) => {
    const { namespace, ask } = session;
    const scaler = {
      metadata: { name: 'h' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }, maxReplicas: 2 },
    };
    const policy = seen(
      session,
      "object.apiVersion + ' ' + request.requestKind.version",
      rule('horizontalpodautoscalers', 'CREATE', 'autoscaling', 'v1'),
    );
    await underPolicy(session, policy, async () => {
      await ask('POST', namespaced(namespace, 'horizontalpodautoscalers', 'apis/autoscaling/v1'), scaler);
      await ask('POST', namespaced(namespace, 'horizontalpodautoscalers', 'apis/autoscaling/v2'), scaler);
    });
  }),
  succeeds('knows it by its own version alone where that is said', async (session) => {
    const { namespace, ask } = session;
    const scaler = {
      metadata: { name: 'h' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }, maxReplicas: 2 },
    };
    const policy = seen(session, "''", rule('horizontalpodautoscalers', 'CREATE', 'autoscaling', 'v1'));
    const exact = { ...policy, matchConstraints: { ...((policy as Fields)['matchConstraints'] as Fields), matchPolicy: 'Exact' } };
    await underPolicy(session, exact, async () => {
      await ask('POST', `${namespaced(namespace, 'horizontalpodautoscalers', 'apis/autoscaling/v2')}?dryRun=All`, scaler);
    });
  }),
  succeeds('leaves out what is excluded', async (session) => {
    const policy = seen(session, "''", rule('*', 'CREATE'));
    const apart = { ...((policy as Fields)['matchConstraints'] as Fields), excludeResourceRules: [rule('secrets', 'CREATE')] };
    await underPolicy(session, { ...policy, matchConstraints: apart }, async () => {
      await session.ask('POST', namespaced(session.namespace, 'secrets'), { metadata: { name: 's' } });
      await session.ask('POST', namespaced(session.namespace, 'services'), { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } });
    });
  }),
  refuses('judges a connection', async (session) => {
    const { namespace, ask, quietly } = session;
    await quietly('POST', namespaced(namespace, 'pods'), pod('p'));
    await underPolicy(session, seen(session, 'string(object.kind)', rule('pods/proxy', 'CONNECT')), async () => {
      await ask('GET', `${namespaced(namespace, 'pods')}/p/proxy/some/where`);
    });
  }),
  refuses('judges an eviction', async (session) => {
    const { namespace, ask, quietly } = session;
    await quietly('POST', namespaced(namespace, 'pods'), pod('p'));
    await underPolicy(session, seen(session, 'string(object.kind)', rule('pods/eviction', 'CREATE')), async () => {
      await ask('POST', `${namespaced(namespace, 'pods')}/p/eviction`, {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name: 'p', namespace },
      });
    });
  }),
  refuses('judges a binding', async (session) => {
    const { namespace, ask, quietly } = session;
    await quietly('POST', namespaced(namespace, 'pods'), pod('p'));
    await underPolicy(session, seen(session, 'string(object.target.name)', rule('pods/binding', 'CREATE')), async () => {
      await ask('POST', `${namespaced(namespace, 'pods')}/p/binding`, {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name: 'p' },
        target: { kind: 'Node', name: 'n' },
      });
    });
  }),
  refuses('judges a token', async (session) => {
    const { namespace, ask, quietly } = session;
    await quietly('POST', namespaced(namespace, 'serviceaccounts'), { metadata: { name: 's' } });
    await underPolicy(
      session,
      seen(session, 'string(object.spec.expirationSeconds)', rule('serviceaccounts/token', 'CREATE')),
      async () => {
        await ask('POST', `${namespaced(namespace, 'serviceaccounts')}/s/token`, { spec: { expirationSeconds: 700 } });
      },
    );
  }),
  refuses('judges a scale', async (session) => {
    const { namespace, ask, quietly } = session;
    const template = { metadata: { labels: { a: 'b' } }, spec: pod('').spec };
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    await quietly('POST', at, { metadata: { name: 'd' }, spec: { replicas: 1, selector: { matchLabels: { a: 'b' } }, template } });
    const shown = "object.kind + ' ' + string(oldObject.spec.replicas) + ' ' + string(object.spec.replicas)";
    await underPolicy(session, seen(session, shown, rule('deployments/scale', 'UPDATE', 'apps')), async () => {
      await ask('PATCH', `${at}/d/scale`, { spec: { replicas: 3 } }, MERGE);
    });
  }),
  refuses('judges a deletion', async (session) => {
    const { namespace, ask, quietly } = session;
    await quietly('POST', namespaced(namespace, 'secrets'), { metadata: { name: 's', labels: { a: 'b' } } });
    await underPolicy(
      session,
      seen(session, "string(object == null) + ' ' + oldObject.metadata.labels.a", rule('secrets', 'DELETE')),
      async () => {
        await ask('DELETE', `${namespaced(namespace, 'secrets')}/s`);
        await ask('DELETE', namespaced(namespace, 'secrets'));
      },
    );
  }),
  refuses('judges an object whose name is generated', async (session) => {
    const shown = "string(object.metadata.name.startsWith('s-')) + ' ' + object.metadata.generateName";
    const policy = {
      ...within(session.namespace, [MAPS, rule('secrets', 'CREATE')]),
      validations: [{ expression: "request.requestResource.resource == 'configmaps'", messageExpression: shown }],
    };
    await underPolicy(session, policy, async () => {
      const { code, body } = await session.quietly('POST', namespaced(session.namespace, 'secrets'), { metadata: { generateName: 's-' } });
      session.note('code and message', [code, textOf(body['message']).replace(/s-[a-z0-9]{5}/g, 's-<suffix>')]);
    });
  }),
  succeeds('warns of a connection', async (session) => {
    const { namespace, quietly, note } = session;
    await quietly('POST', namespaced(namespace, 'pods'), pod('p'));
    const policy = seen(session, "''", rule('pods/proxy', 'CONNECT'));
    await underPolicy(
      session,
      policy,
      async () => {
        const { headers } = await quietly('GET', `${namespaced(namespace, 'pods')}/p/proxy/`);
        note('warning', 'warning' in headers ? headers.warning : '');
      },
      { validationActions: ['Warn'] },
    );
  }),
];
