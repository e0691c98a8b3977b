import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** What containers are given that say nothing themselves: of all limits of a range the last that speaks counts. */
function containerDefaults(range: StoredObject): { readonly limits: JsonObject; readonly requests: JsonObject } {
  const own = objectsAt(objectAt(range, 'spec'), 'limits').filter(({ type }) => type === 'Container');
  return {
    limits: Object.assign({}, ...own.map((limit) => objectAt(limit, 'default'))) as JsonObject,
    requests: Object.assign({}, ...own.map((limit) => objectAt(limit, 'defaultRequest'))) as JsonObject,
  };
}

interface Filled {
  readonly container: JsonObject;
  readonly notes: readonly string[];
}

function filled(container: JsonObject, kind: string, defaults: ReturnType<typeof containerDefaults>): Filled {
  const resources = objectAt(container, 'resources') ?? {};
  const added = (field: 'limits' | 'requests') =>
    Object.keys(defaults[field])
      .filter((name) => objectAt(resources, field)?.[name] === undefined)
      .sort();
  const notes = (['requests', 'limits'] as const).flatMap((field) => {
    const names = added(field);
    return names.length === 0
      ? []
      : [`${names.join(', ')} ${field === 'requests' ? 'request' : 'limit'} for ${kind} ${textAt(container, 'name')}`];
  });
  const whole = (field: 'limits' | 'requests'): Readonly<Record<string, Json>> => {
    const map = { ...defaults[field], ...objectAt(resources, field) };
    return Object.keys(map).length === 0 ? {} : { [field]: map };
  };
  return { container: { ...container, resources: { ...resources, ...whole('limits'), ...whole('requests') } }, notes };
}

/** The pod with the limits and requests that a range of its namespace gives to containers without some. */
export function withLimits(pod: StoredObject, range: StoredObject): StoredObject {
  const defaults = containerDefaults(range);
  const spec = objectAt(pod, 'spec') ?? {};
  const lists = (
    [
      ['containers', 'container'],
      ['initContainers', 'init container'],
    ] as const
  ).map(([list, kind]) => [list, objectsAt(spec, list).map((container) => filled(container, kind, defaults))] as const);
  const notes = lists.flatMap(([, containers]) => containers.flatMap((each) => each.notes));
  if (notes.length === 0) return pod;
  const { metadata } = pod;
  return {
    ...pod,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` } },
    spec: {
      ...spec,
      ...Object.fromEntries(
        lists
          .filter(([list]) => spec[list] !== undefined)
          .map(([list, containers]) => [list, containers.map(({ container }) => container)]),
      ),
    },
  };
}
