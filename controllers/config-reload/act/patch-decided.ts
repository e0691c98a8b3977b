import type { Client } from '../../../kube/client/client.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { nameOf, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import { FIELD_MANAGER } from '../seen/field-manager.ts';
import type { Workload } from '../seen/workload.ts';
import { sameObject, type Steps } from './change-steps.ts';

/** Changes a workload as far as it is what was decided on: others may change the rest of it meanwhile. Otherwise a conflict. */
export async function patchDecided(client: Client, resource: Resource<KubeObject>, workload: Workload, steps: Steps): Promise<void> {
  const name = nameOf(workload);
  try {
    await client.patch(resource, name, { json: [...sameObject(workload), ...steps] }, { fieldManager: FIELD_MANAGER });
  } catch (error) {
    if (!isFailedTest(error)) throw error;
    throw new ApiError(
      'conflict',
      `${resource.kind} ${name.namespace}/${name.name} is not what was decided on any more: it is looked at again`,
      {
        cause: error,
      },
    );
  }
}

/** A test of the patch did not hold: the server names no field then, as it does where the object would break a rule. */
const isFailedTest = (error: unknown): boolean => ApiError.is(error, 'invalid') && error.causes.length === 0;
