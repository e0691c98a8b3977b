import type { JsonObject } from '../../../ground/json/json.ts';
import { equal } from '../../../ground/json/equal.ts';
import { numberAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { immutable, invalidValue, required } from './cause.ts';
import { dnsLabel } from './names.ts';

const selectorCauses = (holder: JsonObject | undefined, path: string): readonly FailureCause[] =>
  objectsAt(holder, 'selectors').flatMap((selector, at) => (objectAt(selector, 'cel') ? [] : [required(`${path}.selectors[${at}].cel`)]));

export const deviceClassCauses = ({ object }: ValidationRequest): readonly FailureCause[] =>
  selectorCauses(objectAt(object, 'spec'), 'spec');

function requestCauses(claim: JsonObject | undefined, path: string): readonly FailureCause[] {
  return objectsAt(objectAt(claim, 'devices'), 'requests').flatMap((request, at) => {
    const place = `${path}.devices.requests[${at}]`;
    const name = textAt(request, 'name');
    const exactly = objectAt(request, 'exactly');
    return [
      ...(name === '' ? [required(`${place}.name`)] : dnsLabel(name).map((problem) => invalidValue(`${place}.name`, name, problem))),
      ...(exactly && textAt(exactly, 'deviceClassName') === '' ? [required(`${place}.exactly.deviceClassName`)] : []),
      ...selectorCauses(exactly, `${place}.exactly`),
    ];
  });
}

/** A claim stays as it was made, and so does what claims are made of. */
export const deviceClaimCauses =
  (within: (object: JsonObject) => JsonObject | undefined, path: string) =>
  ({ object, old }: ValidationRequest): readonly FailureCause[] => {
    if (old && !equal(object['spec'] ?? {}, old['spec'] ?? {})) return immutable(object, old, 'spec');
    return requestCauses(within(object), path);
  };

const NODES = ['nodeName', 'nodeSelector', 'allNodes', 'perDeviceNodeSelection'];

export function resourceSliceCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec') ?? {};
  const pool = objectAt(spec, 'pool');
  const count = numberAt(pool, 'resourceSliceCount') ?? 0;
  const before = objectAt(old, 'spec');
  if (before && textAt(before, 'driver') !== textAt(spec, 'driver'))
    return [invalidValue('spec.driver', textAt(spec, 'driver'), 'field is immutable')];
  const told = NODES.map((field) => `\`${field}\``).join(', ');
  return [
    ...(textAt(spec, 'driver') === '' ? [required('spec.driver')] : []),
    ...(textAt(pool, 'name') === '' ? [required('spec.pool.name')] : []),
    ...(count > 0 ? [] : [invalidValue('spec.pool.resourceSliceCount', count, 'must be greater than zero')]),
    ...(NODES.filter((field) => spec[field] !== undefined).length === 1 ? [] : [required('spec', `exactly one of ${told} is required`)]),
  ];
}
