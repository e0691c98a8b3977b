import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { duplicate, forbidden, invalidValue, notSupported, required } from './cause.ts';
import { matchResourcesCauses } from './match-resources.ts';
import { dnsSubdomain, pathSegment } from './names.ts';
import { selectorCauses } from './selectors.ts';

const ACTIONS = ['Audit', 'Deny', 'Warn'];

/** What is wrong with a ValidatingAdmissionPolicyBinding. */
export function policyBindingCauses({ object }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec');
  const [policy, ref, match] = [textAt(spec, 'policyName'), objectAt(spec, 'paramRef'), objectAt(spec, 'matchResources')];
  return [
    ...(policy === ''
      ? [required('spec.policyName')]
      : dnsSubdomain(policy).map((wrong) => invalidValue('spec.policyName', policy, wrong))),
    ...(ref ? paramRefCauses(ref) : []),
    ...(match ? matchResourcesCauses(match, 'spec.matchResources') : []),
    ...actionsCauses(spec),
  ];
}

function actionsCauses(spec: JsonObject | undefined): readonly FailureCause[] {
  const path = 'spec.validationActions';
  const actions = listAt(spec, 'validationActions');
  const both = 'repeating the same validation failure information in the API response and headers serves no purpose';
  return [
    ...actions.flatMap((action, at) => [
      ...(typeof action === 'string' && ACTIONS.includes(action) ? [] : [notSupported(`${path}[${at}]`, action, ACTIONS)]),
      ...(actions.indexOf(action) < at ? [duplicate(`${path}[${at}]`, action)] : []),
    ]),
    ...(actions.includes('Deny') && actions.includes('Warn')
      ? [invalidValue(path, actions, `must not contain both Deny and Warn (${both})`)]
      : []),
    ...(actions.length === 0 ? [required(path, 'at least one validation action is required')] : []),
  ];
}

function paramRefCauses(ref: JsonObject): readonly FailureCause[] {
  const path = 'spec.paramRef';
  const [name, selector, action] = [textAt(ref, 'name'), objectAt(ref, 'selector'), textAt(ref, 'parameterNotFoundAction')];
  const exclusive = 'name and selector are mutually exclusive';
  return [
    ...(name === '' ? [] : pathSegment(name).map((wrong) => invalidValue(`${path}.name`, name, wrong))),
    ...(name !== '' && selector ? [forbidden(`${path}.name`, exclusive)] : []),
    ...(selector ? selectorCauses(selector, `${path}.selector`) : []),
    ...(name !== '' && selector ? [forbidden(`${path}.selector`, exclusive)] : []),
    ...(name === '' && !selector ? [required(path, 'one of name or selector must be specified')] : []),
    ...(action === '' ? [required(`${path}.parameterNotFoundAction`)] : []),
    ...(action === '' || action === 'Deny' || action === 'Allow'
      ? []
      : [notSupported(`${path}.parameterNotFoundAction`, action, ['Deny', 'Allow'])]),
  ];
}
