import { casesOf } from '../case.ts';
import { entry, REGISTRATION } from '../webhook-talk.ts';

const { succeeds, refuses } = casesOf('admission webhooks');

type Fields = Readonly<Record<string, unknown>>;

const URL_OF_ONE = { url: 'https://example.com/hook' };
const configuration = (kind: string, webhooks: readonly Fields[]) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: `${kind}WebhookConfiguration`,
  metadata: { name: 'c' },
  webhooks,
});
const sent = (does: string, kind: string, webhooks: readonly Fields[], make = refuses) =>
  make(does, async ({ ask }) => {
    await ask('POST', `${REGISTRATION}/${kind.toLowerCase()}webhookconfigurations?dryRun=All`, configuration(kind, webhooks));
  });
const asked = (does: string, fields: Fields, kind = 'Validating') =>
  sent(does, kind, [{ ...entry('hook.example.com', URL_OF_ONE), ...fields }]);
const service = (does: string, fields: Fields) =>
  asked(does, { clientConfig: { service: { namespace: 'shop', name: 'hooks', ...fields } } });
const at = (does: string, url: string) => asked(does, { clientConfig: { url } });

/** What a configuration of webhooks has to look like. */
export const webhookConfigurationCases = [
  sent('creates a validating one with defaults', 'Validating', [entry('hook.example.com', URL_OF_ONE)], succeeds),
  sent('creates a mutating one with defaults', 'Mutating', [entry('hook.example.com', URL_OF_ONE)], succeeds),
  sent('creates one without webhooks', 'Validating', [], succeeds),
  asked('refuses a name of two parts', { name: 'example.com' }),
  asked('refuses no name', { name: '' }),
  asked('refuses a bad name', { name: 'a_.example.com' }),
  sent('refuses a name twice', 'Mutating', [entry('hook.example.com', URL_OF_ONE), entry('hook.example.com', URL_OF_ONE)]),
  asked('refuses no word on side effects', { sideEffects: undefined }),
  asked('refuses side effects', { sideEffects: 'Some' }),
  asked('refuses no version of reviews', { admissionReviewVersions: [] }),
  asked('refuses versions of reviews that it does not know', { admissionReviewVersions: ['v9'] }),
  asked('refuses versions of reviews twice, and bad ones', { admissionReviewVersions: ['v1', 'v1', 'V 2'] }),
  asked('refuses a timeout of none', { timeoutSeconds: 0 }),
  asked('refuses a timeout of a minute', { timeoutSeconds: 60 }),
  asked('refuses an unknown failure policy', { failurePolicy: 'Maybe' }),
  asked('refuses an unknown match policy', { matchPolicy: 'Nearly' }),
  asked('refuses an unknown reinvocation policy', { reinvocationPolicy: 'Often' }, 'Mutating'),
  asked('refuses neither address nor service', { clientConfig: {} }),
  asked('refuses both address and service', { clientConfig: { ...URL_OF_ONE, service: { namespace: 'a', name: 'b' } } }),
  at('refuses an address that is not https', 'http://example.com'),
  at('refuses an address without a host', 'https:///hook'),
  at('refuses an address with a fragment', 'https://example.com/#here'),
  at('refuses an address with a query', 'https://example.com/?a=b'),
  at('refuses an address with a user', 'https://me:secret@example.com/'),
  at('refuses what is not an address', 'https://exa mple'),
  service('refuses a service without a name', { name: '' }),
  service('refuses a service without a namespace', { namespace: '' }),
  service('refuses a path that is not absolute', { path: 'hook' }),
  service('refuses a path with an empty step', { path: '/a//b' }),
  service('refuses a path with a bad step', { path: '/a/b c/d' }),
  service('refuses a bad port', { port: 70_000 }),
  asked('refuses an authority that is not one', { clientConfig: { ...URL_OF_ONE, caBundle: Buffer.from('me').toString('base64') } }),
  asked('refuses a rule without operations', { rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }] }),
  asked('refuses a bad selector', { objectSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
  asked('refuses a condition that does not compile', { matchConditions: [{ name: 'a', expression: 'objct.a' }] }),
  asked('refuses a condition without a name', { matchConditions: [{ expression: 'true' }] }),
];
