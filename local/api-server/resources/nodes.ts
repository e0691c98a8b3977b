import { objectOrEmpty } from '../../../ground/json/json.ts';
import { objectsAt } from '../../../ground/json/read-json.ts';
import type { ResourceStrategy } from './strategy.ts';

/** A new node is not ready, and says so by a taint. */
export const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const;

export const nodes: ResourceStrategy = {
  onCreate(object) {
    const spec = objectOrEmpty(object['spec']);
    const taints = objectsAt(spec, 'taints');
    const has = taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect);
    return has ? object : { ...object, spec: { ...spec, taints: [...taints, NOT_READY] } };
  },
};
