import { REPLICAS_ANNOTATION } from '../model/keys.ts';
import type { AdmissionPolicyProps } from './admission-policy.ts';

const RANGE = "'^[1-9][0-9]{0,3}-[1-9][0-9]{0,3}$'";
const replicas = 'object.spec.?replicas.orValue(0)';
const IN_RANGE = `(${replicas} >= variables.ends[0] && ${replicas} <= variables.ends[1])`;
const of = (account: string): AdmissionPolicyProps['who'] => ({
  name: 'only-demand',
  expression: `request.userInfo.username == '${account}'`,
});

/**
 * Who may write the scale of any Deployment can stop any program of the cluster. This lets demand (by the name of its account) do
 * no more.
 */
export const scalesOnly = (account: string): AdmissionPolicyProps => ({
  name: 'civ-scales-only',
  resources: [{ group: 'apps', plurals: ['deployments'] }],
  who: of(account),
  validations: [
    {
      expression: "request.operation == 'UPDATE' && request.?subResource.orValue('') == 'scale'",
      message: 'demand may change only the number of workers',
    },
  ],
});

/**
 * And this only within the range that the Deployment itself allows. A Scale does not carry the annotations of its Deployment. So
 * the Deployments of its namespace are the policy's parameters: it is judged once with each, and the one that is scaled has a say.
 */
export const scalesInRange = (account: string): AdmissionPolicyProps => ({
  name: 'civ-scales-in-range',
  resources: [{ group: 'apps', plurals: ['deployments'], subresource: 'scale' }],
  who: of(account),
  params: { apiVersion: 'apps/v1', kind: 'Deployment' },
  variables: [
    { name: 'isAnother', expression: 'params.metadata.name != request.name' },
    { name: 'range', expression: `params.metadata.?annotations[?'${REPLICAS_ANNOTATION}'].orValue('')` },
    { name: 'ends', expression: `variables.range.matches(${RANGE}) ? variables.range.split('-').map(end, int(end)) : []` },
  ],
  validations: [
    {
      expression: 'variables.isAnother || size(variables.ends) == 2',
      message: `demand may scale only a Deployment that has a range in its annotation ${REPLICAS_ANNOTATION}`,
    },
    {
      expression: `variables.isAnother || size(variables.ends) != 2 || ${IN_RANGE}`,
      message: `demand may scale a Deployment only within the range of its annotation ${REPLICAS_ANNOTATION}`,
    },
  ],
});
