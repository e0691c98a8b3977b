import { objectAt, objectsAt } from '../contracts/read-json.ts';
import { groupResourceOf } from '../contracts/resource-info.ts';
import type { Validate } from '../contracts/validating.ts';
import { schemaCauses } from './custom-values.ts';
import { scaleCauses } from './custom-scale.ts';
import { metadataCauses } from './metadata.ts';
import { KIND_RULES } from './kind-rules.ts';

/** Names, labels and annotations of every object, and the rules of its kind, in the words of the real server; empty where all is well. */
export const validate: Validate = (request) => {
  const { served, object, subresource = '' } = request;
  const resource = groupResourceOf(served.resource);
  const rules = served.schema.custom ? undefined : KIND_RULES[resource];
  const metadata = metadataCauses(request, rules?.name);
  if (!served.schema.custom) return [...metadata, ...(subresource === '' ? rules?.causes(request) ?? [] : rules?.status?.(request) ?? [])];
  const version = objectsAt(objectAt(served.definition, 'spec'), 'versions').find(({ name }) => name === served.resource.version);
  const schema = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');
  return [...metadata, ...(schema ? schemaCauses(object, schema, '') : []), ...scaleCauses(object, objectAt(objectAt(version, 'subresources'), 'scale'))];
};
