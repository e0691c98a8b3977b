import { objectAt, numberAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { forbidden, immutable, invalidValue, notSupported, required } from './cause.ts';
import { dnsLabel } from './names.ts';

const HIGHEST = 1_000_000_000;
const PREEMPTION = ['PreemptLowerPriority', 'Never'];
/** The classes of the system itself, by their values. */
const SYSTEM: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2 * HIGHEST],
  ['system-node-critical', 2 * HIGHEST + 1_000],
]);

export function priorityClassCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const { name = '' } = object.metadata;
  const value = numberAt(object, 'value') ?? 0;
  if (old)
    return [
      ...(value === (numberAt(old, 'value') ?? 0) ? [] : [forbidden('value', 'may not be changed in an update.')]),
      ...immutable(object, old, 'preemptionPolicy'),
    ];
  const policy = textAt(object, 'preemptionPolicy');
  return [...valueCauses(name, value), ...(PREEMPTION.includes(policy) ? [] : [notSupported('preemptionPolicy', policy, PREEMPTION)])];
}

function valueCauses(name: string, value: number): readonly FailureCause[] {
  if (!name.startsWith('system-'))
    return value > HIGHEST ? [forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST}`)] : [];
  if (SYSTEM.get(name) === value) return [];
  return [
    forbidden(
      'metadata.name',
      `priority class names with 'system-' prefix are reserved for system use only. error: ${name} is not a known system priority class`,
    ),
  ];
}

export function runtimeClassCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const handler = textAt(object, 'handler');
  if (old) return immutable(object, old, 'handler');
  return handler === '' ? [required('handler')] : dnsLabel(handler).map((problem) => invalidValue('handler', handler, problem));
}

const HIGHEST_PRECEDENCE = 10_000;
const DISTINGUISHERS = ['ByNamespace', 'ByUser'];

export function flowSchemaCauses({ object }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec');
  const precedence = numberAt(spec, 'matchingPrecedence') ?? 0;
  const distinguisher = objectAt(spec, 'distinguisherMethod');
  const type = textAt(distinguisher, 'type');
  return [
    ...(precedence > HIGHEST_PRECEDENCE
      ? [invalidValue('spec.matchingPrecedence', precedence, `must not be greater than ${HIGHEST_PRECEDENCE}`)]
      : []),
    ...(distinguisher && !DISTINGUISHERS.includes(type)
      ? [notSupported('spec.distinguisherMethod.type', { Type: type }, DISTINGUISHERS)]
      : []),
    ...(textAt(objectAt(spec, 'priorityLevelConfiguration'), 'name') === ''
      ? [required('spec.priorityLevelConfiguration.name', 'must reference a priority level')]
      : []),
  ];
}

export function priorityLevelCauses({ object }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec');
  const type = textAt(spec, 'type');
  if (type !== 'Exempt' && type !== 'Limited') return [notSupported('spec.type', type, ['Exempt', 'Limited'])];
  const limited = objectAt(spec, 'limited');
  if (type === 'Limited' && !limited) return [required('spec.limited', 'must not be empty when type is Limited')];
  const response = objectAt(limited, 'limitResponse');
  return textAt(response, 'type') === 'Queue' && !objectAt(response, 'queuing')
    ? [required('spec.limited.limitResponse.queuing', 'must not be empty if limited.limitResponse.type is Limited')]
    : [];
}
