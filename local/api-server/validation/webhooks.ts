import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { PolicyExpressions, ValidationRequest } from '../contracts/validating.ts';
import { duplicate, invalidValue, notSupported, required } from './cause.ts';
import { ruleCauses } from './match-resources.ts';
import { dns1035Label, dnsSubdomain } from './names.ts';
import { conditionsCauses, UNKNOWN } from './policies.ts';
import { selectorCauses } from './selectors.ts';
import { webhookClientCauses } from './webhook-clients.ts';

const REVIEW_VERSIONS = ['v1', 'v1beta1'];
const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];

/** What is wrong with the webhooks of a ValidatingWebhookConfiguration or a MutatingWebhookConfiguration. */
export function webhooksCauses({ object, expressions }: ValidationRequest): readonly FailureCause[] {
  const told = expressions?.(false, false) ?? UNKNOWN;
  const entries = objectsAt(object, 'webhooks');
  const names = entries.map((entry) => textAt(entry, 'name'));
  return entries.flatMap((entry, at) => [
    ...webhookCauses(entry, `webhooks[${at}]`, told),
    ...(names.indexOf(names[at] ?? '') < at ? [duplicate(`webhooks[${at}].name`, names[at])] : []),
  ]);
}

function webhookCauses(entry: JsonObject, path: string, told: PolicyExpressions): readonly FailureCause[] {
  const choice = (field: string, supported: readonly string[]) => {
    const value = textAt(entry, field);
    return value === '' || supported.includes(value) ? [] : [notSupported(`${path}.${field}`, value, supported)];
  };
  const seconds = numberAt(entry, 'timeoutSeconds') ?? 10;
  return [
    ...nameCauses(textAt(entry, 'name'), `${path}.name`),
    ...versionCauses(listAt(entry, 'admissionReviewVersions').map(String), `${path}.admissionReviewVersions`),
    ...objectsAt(entry, 'rules').flatMap((rule, at) => ruleCauses(rule, `${path}.rules[${at}]`)),
    ...choice('failurePolicy', ['Fail', 'Ignore']),
    ...choice('matchPolicy', ['Equivalent', 'Exact']),
    ...choice('reinvocationPolicy', ['IfNeeded', 'Never']),
    ...(textAt(entry, 'sideEffects') === '' ? [required(`${path}.sideEffects`, `must specify one of ${SIDE_EFFECTS.join(', ')}`)] : []),
    ...choice('sideEffects', SIDE_EFFECTS),
    ...(seconds >= 1 && seconds <= 30
      ? []
      : [invalidValue(`${path}.timeoutSeconds`, seconds, 'the timeout value must be between 1 and 30 seconds')]),
    ...['namespaceSelector', 'objectSelector'].flatMap((field) => selectorCauses(objectAt(entry, field), `${path}.${field}`)),
    ...webhookClientCauses(objectAt(entry, 'clientConfig'), `${path}.clientConfig`),
    ...conditionsCauses(objectsAt(entry, 'matchConditions'), `${path}.matchConditions`, told),
  ];
}

function nameCauses(name: string, path: string): readonly FailureCause[] {
  if (name === '') return [required(path)];
  const wrong = dnsSubdomain(name);
  if (wrong.length > 0) return wrong.map((problem) => invalidValue(path, name, problem));
  return name.split('.').length < 3 ? [invalidValue(path, name, 'should be a domain with at least three segments separated by dots')] : [];
}

function versionCauses(versions: readonly string[], path: string): readonly FailureCause[] {
  if (versions.length === 0) return [required(path, `must specify one of ${REVIEW_VERSIONS.join(', ')}`)];
  return [
    ...versions.flatMap((version, at) =>
      versions.indexOf(version) < at
        ? [invalidValue(`${path}[${at}]`, version, 'duplicate version')]
        : dns1035Label(version).map((problem) => invalidValue(`${path}[${at}]`, version, problem)),
    ),
    ...(versions.some((version) => REVIEW_VERSIONS.includes(version))
      ? []
      : [invalidValue(path, versions, `must include at least one of ${REVIEW_VERSIONS.join(', ')}`)]),
  ];
}
