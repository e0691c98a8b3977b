import type { ChangeType } from '../../resource-change.ts';
import { apiVersionOf, referenceTo } from '../reference.ts';
import { ownWording } from './own-wording.ts';
import type { Wording } from './wording.ts';

export const KNATIVE_TYPES = 'dev.knative.apiserver.';

const VERBS: Readonly<Record<Exclude<ChangeType, 'gap'>, string>> = { created: 'add', listed: 'add', updated: 'update', deleted: 'delete' };

/** As Knative's ApiServerSource has it, whose data is the object. It has no word for a gap, and that is worth one of ours. */
export const knativeWording: Wording = {
  type(change) {
    if (change.type === 'gap') return ownWording.type(change);
    return `${KNATIVE_TYPES}${change.isReference === true ? 'ref' : 'resource'}.${VERBS[change.type]}`;
  },
  subject({ type, resource, object: { namespace, name } }) {
    if (type === 'gap') return undefined;
    const place = namespace === undefined ? '' : `namespaces/${namespace}/`;
    return `/apis/${apiVersionOf(resource)}/${place}${resource.plural}/${name}`;
  },
  data: (change) => (change.type === 'gap' ? ownWording.data(change) : (change.now ?? change.then ?? referenceTo(change))),
};
