import { equal } from '../../../ground/json/equal.ts';
import type { JsonObject } from '../../../ground/json/json.ts';
import { objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { duplicate, forbidden, invalidValue, notFound, required } from './cause.ts';
import { containerCauses } from './containers.ts';
import { dnsLabel } from './names.ts';

const PATH = 'spec.ephemeralContainers';
const NOT_FOR_THEM = 'cannot be set for an Ephemeral Container';
const UNFIT = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
];

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(typeof value === 'object' && Object.keys(value).length === 0);

/** What is wrong with the containers that a pod is given while it runs: they come, and neither go nor change. */
export function ephemeralCauses(spec: JsonObject, old: JsonObject): readonly FailureCause[] {
  const volumes = new Set(objectsAt(spec, 'volumes').map((volume) => textAt(volume, 'name')));
  const lasting = new Set([...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')].map((each) => textAt(each, 'name')));
  const taken = new Set(lasting);
  const containers = objectsAt(spec, 'ephemeralContainers');
  const unfit = containers.flatMap((container, at) => {
    const path = `${PATH}[${at}]`;
    const [name, target] = [textAt(container, 'name'), textAt(container, 'targetContainerName')];
    const isTaken = taken.has(name);
    taken.add(name);
    return [
      ...(name === '' ? [required(`${path}.name`)] : dnsLabel(name).map((problem) => invalidValue(`${path}.name`, name, problem))),
      ...containerCauses(container, path, volumes),
      ...(isTaken ? [duplicate(`${path}.name`, name)] : []),
      ...(target === '' || lasting.has(target) ? [] : [notFound(`${path}.targetContainerName`, target)]),
      ...UNFIT.filter((field) => isSet(container[field])).map((field) => forbidden(`${path}.${field}`, NOT_FOR_THEM)),
      ...subPathCauses(container, path),
    ];
  });
  return [...unfit, ...changeCauses(containers, objectsAt(old, 'ephemeralContainers'))];
}

const subPathCauses = (container: JsonObject, path: string): readonly FailureCause[] =>
  objectsAt(container, 'volumeMounts').flatMap((mount, at) =>
    ['subPath', 'subPathExpr']
      .filter((field) => textAt(mount, field) !== '')
      .map((field) => forbidden(`${path}.volumeMounts[${at}].${field}`, NOT_FOR_THEM)),
  );

const changeCauses = (containers: readonly JsonObject[], before: readonly JsonObject[]): readonly FailureCause[] =>
  before.flatMap((old) => {
    const name = textAt(old, 'name');
    const now = containers.findLast((container) => textAt(container, 'name') === name);
    if (now !== undefined && equal(now, old)) return [];
    const fate = now === undefined ? 'removed' : 'changed';
    return [forbidden(PATH, `existing ephemeral containers ${JSON.stringify(name)} may not be ${fate}\n`)];
  });
