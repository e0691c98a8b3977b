import { objectOrEmpty } from '../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt } from '../../../ground/json/read-json.ts';
import type { ResourceStrategy } from './strategy.ts';

/** A version that is stored from now on counts among those that have been. */
export const customDefinitions: ResourceStrategy = {
  generation: true,
  endsBy: 'customresourcecleanup.apiextensions.k8s.io',
  onUpdate(object) {
    const status = objectOrEmpty(object['status']);
    const stored = listAt(status, 'storedVersions');
    const { name } = objectsAt(objectAt(object, 'spec'), 'versions').find(({ storage }) => storage === true) ?? {};
    return name === undefined || stored.includes(name) ? object : { ...object, status: { ...status, storedVersions: [...stored, name] } };
  },
};
