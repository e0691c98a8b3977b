import { resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { FollowOptions } from '../definition.ts';
import type { NeededRight } from './needed-right.ts';
import { selectedName } from './selected-name.ts';

/** What it means that a collection may be listed and not watched. */
const LISTED_INSTEAD = 'it is listed every ten seconds instead';

type Followed = Pick<FollowOptions<KubeObject>, 'namespaces' | 'fieldSelector' | 'optional' | 'without' | 'vitalFor'>;

/** What it takes to follow a collection. */
export function followedRights(resource: Resource<KubeObject>, followed: Followed): readonly NeededRight[] {
  const { namespaces = [], fieldSelector, optional, without = `${resourceTitle(resource)} are not seen`, vitalFor } = followed;
  const name = selectedName(fieldSelector);
  const about = { resource, ...(name !== undefined && { name }), ...(resource.namespaced && { namespaces }) };
  return [
    {
      ...about,
      verbs: ['list'],
      // Who may list them may read each of them, so a turn may as well. Of a kind that may be missing, `get` could not tell that it is.
      ...(optional === true ? {} : { alongside: ['get'] }),
      without,
      ...(optional !== undefined && { optional }),
      ...(vitalFor !== undefined && { vitalFor }),
    },
    { ...about, verbs: ['watch'], without: LISTED_INSTEAD, optional: true },
  ];
}
