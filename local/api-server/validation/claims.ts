import { equal } from '../../../ground/json/equal.ts';
import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, shown, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { forbidden, notSupported, required } from './cause.ts';

const MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

const modeCauses = (spec: JsonObject): readonly FailureCause[] =>
  listAt(spec, 'accessModes')
    .filter((mode) => !MODES.includes(shown(mode)))
    .map((mode) => notSupported('spec.accessModes', mode, MODES));

/** What may not change of a claim that exists: a volume is given once, and only a claim that has one grows. */
function fixed(spec: JsonObject | undefined, isBound: boolean, hasVolume: boolean): JsonObject {
  const { resources, volumeAttributesClassName, volumeName, ...rest } = spec ?? {};
  return { ...rest, ...(hasVolume ? { volumeName } : {}), ...(isBound ? {} : { resources, volumeAttributesClassName }) };
}

export function claimCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec') ?? {};
  if (old) {
    const before = objectAt(old, 'spec');
    const [isBound, hasVolume] = [textAt(objectAt(old, 'status'), 'phase') === 'Bound', textAt(before, 'volumeName') !== ''];
    return equal(fixed(spec, isBound, hasVolume), fixed(before, isBound, hasVolume))
      ? []
      : [forbidden('spec', 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims')];
  }
  const requests = objectAt(objectAt(spec, 'resources'), 'requests');
  return [
    ...(listAt(spec, 'accessModes').length === 0 ? [required('spec.accessModes', 'at least 1 access mode is required')] : []),
    ...modeCauses(spec),
    ...(requests?.['storage'] === undefined ? [required('spec.resources[storage]')] : []),
  ];
}

/** What a volume has besides its source. */
const BESIDE: ReadonlySet<string> = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);

export function volumeCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  if (old) return [];
  const spec = objectAt(object, 'spec') ?? {};
  const capacity = objectAt(spec, 'capacity') ?? {};
  return [
    ...(listAt(spec, 'accessModes').length === 0 ? [required('spec.accessModes')] : []),
    ...modeCauses(spec),
    ...(Object.keys(capacity).length === 0 ? [required('spec.capacity')] : []),
    ...(capacity['storage'] === undefined ? [notSupported('spec.capacity', capacity, ['storage'])] : []),
    ...(Object.keys(spec).every((field) => BESIDE.has(field)) ? [required('spec', 'must specify a volume type')] : []),
  ];
}
