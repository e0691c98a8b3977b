import type { Client } from '../../../kube/client/client.ts';
import type { AuthorizationV1SelfSubjectAccessReview } from '../../../kube/objects/kinds/authorization-v1.ts';
import { resource, type Resource } from '../../../kube/objects/resource.ts';
import { placesOf, type LackingRight, type NeededRight } from './needed-right.ts';

/** Asks the cluster what this process may do. */
export interface AccessReviews {
  /** What of these is not granted. Rejects as the request does. */
  lacking(rights: readonly NeededRight[], signal: AbortSignal): Promise<readonly LackingRight[]>;
}

const reviews: Resource<AuthorizationV1SelfSubjectAccessReview> = resource(
  'authorization.k8s.io',
  'v1',
  'selfsubjectaccessreviews',
  'SelfSubjectAccessReview',
  'cluster',
);

/** One question for each verb in each namespace; where all namespaces are granted together, that is enough. */
export function createAccessReviews(client: Client): AccessReviews {
  async function allows(right: NeededRight, verb: string, namespace: string | undefined, signal: AbortSignal): Promise<boolean> {
    const { resource: of, subresource, name } = right;
    const attributes = { verb, group: of.group, version: of.version, resource: of.plural, subresource, name, namespace };
    const review = await client.create(reviews, { spec: { resourceAttributes: attributes } }, { signal });
    return review.status?.allowed === true;
  }
  const isEverywhere = async (right: NeededRight, verb: string, signal: AbortSignal): Promise<boolean> =>
    placesOf(right).length > 1 && (await allows(right, verb, undefined, signal));
  async function lackingOf(right: NeededRight, signal: AbortSignal): Promise<readonly LackingRight[]> {
    const refused = await Promise.all(
      right.verbs.map(async (verb) => {
        if (await isEverywhere(right, verb, signal)) return [];
        const places = await Promise.all(
          placesOf(right).map(async (place) => ({ verb, place, granted: await allows(right, verb, place, signal) })),
        );
        return places.filter(({ granted }) => !granted);
      }),
    );
    return placesOf(right).flatMap((namespace): readonly LackingRight[] => {
      const verbs = refused.flat().flatMap(({ verb, place }) => (place === namespace ? [verb] : []));
      return verbs.length === 0 ? [] : [{ right, verbs, ...(namespace === undefined ? {} : { namespace }) }];
    });
  }
  return {
    lacking: async (rights, signal) => (await Promise.all(rights.map((right) => lackingOf(right, signal)))).flat(),
  };
}
