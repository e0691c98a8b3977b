import { groupResourceOf } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import type { Validate } from '../contracts/validating.ts';
import { metadataCauses } from './metadata.ts';
import { KIND_RULES, WITHOUT_FINALIZERS } from './kind-rules.ts';

/** What a refusal names: the kind, in its own group. Events are of the core group, wherever they were sent. */
export const subjectOf = ({ resource: { group, kind } }: ServedResource): { readonly group: string; readonly kind: string } => ({
  group: group === 'events.k8s.io' ? '' : group,
  kind,
});

/** Names, labels and annotations of every object, and the rules of its kind, in the words of the real server; empty where all is well. */
export const validate: Validate = (request) => {
  const { served, subresource = '' } = request;
  const resource = groupResourceOf(served.resource);
  const rules = served.schema.custom ? undefined : KIND_RULES[resource];
  const metadata = metadataCauses(
    request,
    rules?.name,
    served.schema.custom || subresource === 'status' ? WITHOUT_FINALIZERS : rules?.looks,
  );
  if (served.schema.custom) return [...metadata, ...request.rules.object(request, metadata)];
  return [...metadata, ...(subresource === '' ? (rules?.causes(request) ?? []) : (rules?.status?.(request) ?? []))];
};
