import { casesOf } from '../case.ts';
import { BINDINGS, binding, POLICIES, policy } from '../policy-talk.ts';

const { succeeds, refuses } = casesOf('admission policies');

type Fields = Readonly<Record<string, unknown>>;

/** Asks with a dry run, so that nothing is left behind. */
const asked = (does: string, spec: Fields) =>
  refuses(does, async ({ ask, namespace }) => {
    await ask('POST', `${POLICIES}?dryRun=All`, policy(`p-${namespace}`, spec));
  });
const boundAs = (does: string, spec: Fields) =>
  refuses(does, async ({ ask, namespace }) => {
    await ask('POST', `${BINDINGS}?dryRun=All`, binding(`p-${namespace}`, spec));
  });
const rule = (fields: Fields) => ({
  matchConstraints: {
    resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], ...fields }],
  },
});

/** What a policy has to look like, besides its expressions. */
export const policyCases = [
  succeeds('creates a policy with defaults', async ({ ask, namespace }) => {
    await ask('POST', `${POLICIES}?dryRun=All`, policy(`p-${namespace}`));
  }),
  succeeds('creates a binding with defaults', async ({ ask, namespace }) => {
    await ask('POST', `${BINDINGS}?dryRun=All`, binding(`p-${namespace}`, { matchResources: {} }));
  }),
  asked('refuses a policy that validates nothing', { validations: [] }),
  asked('refuses a policy without constraints', { matchConstraints: undefined }),
  asked('refuses constraints without rules', { matchConstraints: {} }),
  asked('refuses an unknown failure policy', { failurePolicy: 'Maybe' }),
  asked('refuses an unknown match policy', { matchConstraints: { resourceRules: [], matchPolicy: 'Nearly' } }),
  asked('refuses an unknown operation', rule({ operations: ['LOOK'] })),
  asked('refuses a rule without operations', rule({ operations: [] })),
  asked('refuses all operations beside one', rule({ operations: ['*', 'CREATE'] })),
  asked('refuses a rule without groups', rule({ apiGroups: [] })),
  asked('refuses all groups beside one', rule({ apiGroups: ['*', 'apps'] })),
  asked('refuses a rule without versions', rule({ apiVersions: [] })),
  asked('refuses all versions beside one', rule({ apiVersions: ['*', 'v1'] })),
  asked('refuses an empty version', rule({ apiVersions: [''] })),
  asked('refuses a rule without resources', rule({ resources: [] })),
  asked('refuses an empty resource', rule({ resources: [''] })),
  asked('refuses a subresource beside all of the resource', rule({ resources: ['pods/*', 'pods/status'] })),
  asked('refuses a subresource beside that of all resources', rule({ resources: ['*/status', 'pods/status'] })),
  asked('refuses everything beside something', rule({ resources: ['*/*', 'pods'] })),
  asked('refuses all resources beside one', rule({ resources: ['*', 'pods'] })),
  asked('refuses an unknown scope', rule({ scope: 'Wide' })),
  asked('refuses a name twice', rule({ resourceNames: ['a', 'a'] })),
  asked('refuses a name with a slash', rule({ resourceNames: ['a/b'] })),
  asked('refuses a bad namespace selector', {
    matchConstraints: { ...rule({}).matchConstraints, namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
  }),
  asked('refuses a condition without a name', { matchConditions: [{ expression: 'true' }] }),
  asked('refuses a condition without an expression', { matchConditions: [{ name: 'a', expression: ' ' }] }),
  asked('refuses a condition twice', {
    matchConditions: [
      { name: 'a', expression: 'true' },
      { name: 'a', expression: 'true' },
    ],
  }),
  asked('refuses a bad name of a condition', { matchConditions: [{ name: 'a b', expression: 'true' }] }),
  asked('refuses a variable without a name', { variables: [{ name: '', expression: '1' }] }),
  asked('refuses a variable that is a word of the language', { variables: [{ name: 'while', expression: '1' }] }),
  asked('refuses a variable without an expression', { variables: [{ name: 'a', expression: '' }] }),
  asked('refuses a validation without an expression', { validations: [{ expression: '' }] }),
  asked('refuses a blank message', { validations: [{ expression: 'true', message: ' ' }] }),
  asked('refuses a message of two lines', { validations: [{ expression: 'true', message: 'a\nb' }] }),
  asked('refuses a blank message expression', { validations: [{ expression: 'true', messageExpression: ' ' }] }),
  asked('refuses an unknown reason', { validations: [{ expression: 'true', reason: 'Dislike' }] }),
  asked('refuses an annotation without an expression', { auditAnnotations: [{ key: 'a', valueExpression: '' }] }),
  asked('refuses an annotation twice', {
    auditAnnotations: [
      { key: 'a', valueExpression: "'a'" },
      { key: 'a', valueExpression: "'b'" },
    ],
  }),
  asked('refuses a bad key of an annotation', { auditAnnotations: [{ key: 'a b', valueExpression: "'a'" }] }),
  asked('refuses parameters without a kind', { paramKind: { apiVersion: 'v1' } }),
  asked('refuses parameters of no version', { paramKind: { apiVersion: 'a/b/c', kind: 'ConfigMap' } }),
  asked('refuses a bad kind of parameters', { paramKind: { apiVersion: 'v1', kind: 'Config Map' } }),
  boundAs('refuses a binding without a policy', { policyName: '' }),
  boundAs('refuses a binding with a bad name', { policyName: 'A_' }),
  boundAs('refuses a binding without actions', { validationActions: [] }),
  boundAs('refuses an unknown action', { validationActions: ['Shout'] }),
  boundAs('refuses an action twice', { validationActions: ['Deny', 'Deny'] }),
  boundAs('refuses to deny and to warn', { validationActions: ['Deny', 'Warn'] }),
  boundAs('refuses parameters without name or selector', { paramRef: { parameterNotFoundAction: 'Deny' } }),
  boundAs('refuses parameters by name and selector', { paramRef: { name: 'a', selector: {}, parameterNotFoundAction: 'Deny' } }),
  boundAs('refuses parameters without an action', { paramRef: { name: 'a' } }),
  boundAs('refuses an unknown action for parameters', { paramRef: { name: 'a', parameterNotFoundAction: 'Wait' } }),
];
