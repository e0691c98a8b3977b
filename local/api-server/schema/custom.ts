import { isJsonObject, objectOrEmpty, textOrEmpty, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import { apiVersionOf, type ResourceInfo, type SubresourceInfo, type Verb } from '../contracts/resource-info.ts';
import type { CustomResources, KindSchema, ServedResource, WebhookConversion } from '../contracts/schema-source.ts';
import { badRequest } from '../contracts/status-error.ts';
import { fillDefaults, OBJECT_META, objectSchema, pruneUnknown } from './custom-schema.ts';
import { decode, DecodeError } from './go-decode.ts';

const VERBS: readonly Verb[] = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const SUBRESOURCE_VERBS: readonly Verb[] = ['get', 'patch', 'update'];
const MOST_COMPLAINTS = 100;

/** A resource for each version that a CustomResourceDefinition serves, which was judged before it was stored. */
export const customResourcesOf: CustomResources = (definition) => {
  const spec = objectAt(definition, 'spec');
  const conversion = conversionOf(spec);
  const versions = objectsAt(spec, 'versions').filter(({ served }) => served === true);
  const served = versions.map((version): ServedResource => {
    const resource = resourceOf(spec ?? {}, version);
    return {
      resource,
      schema: kindOf(resource, objectAt(objectAt(version, 'schema'), 'openAPIV3Schema') ?? {}),
      definition,
      ...(conversion && { conversion }),
    };
  });
  const storage = served[versions.findIndex((version) => version['storage'] === true)];
  return served.map((each) => (each === storage || storage === undefined ? each : { ...each, storage }));
};

const SPOKEN: ReadonlySet<string> = new Set(['v1', 'v1beta1']);

function conversionOf(spec: JsonObject | undefined): WebhookConversion | undefined {
  const conversion = objectAt(spec, 'conversion');
  if (textAt(conversion, 'strategy') !== 'Webhook') return undefined;
  const webhook = objectAt(conversion, 'webhook');
  const taken = listAt(webhook, 'conversionReviewVersions').map(textOrEmpty);
  return {
    storage: textAt(
      objectsAt(spec, 'versions').find(({ storage }) => storage === true),
      'name',
    ),
    clientConfig: objectAt(webhook, 'clientConfig') ?? {},
    reviewVersion: taken.find((version) => SPOKEN.has(version)) ?? 'v1',
  };
}

function resourceOf(spec: JsonObject, version: JsonObject): ResourceInfo {
  const names = objectAt(spec, 'names');
  const gvk = { group: textAt(spec, 'group'), version: textAt(version, 'name'), kind: textAt(names, 'kind') };
  const subresources = objectAt(version, 'subresources');
  const has = (name: string): SubresourceInfo[] => {
    if (!isJsonObject(subresources?.[name])) return [];
    return [{ name, ...(name === 'scale' ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : gvk), verbs: SUBRESOURCE_VERBS }];
  };
  const texts = (name: string) => listAt(names, name).filter((word): word is string => typeof word === 'string');
  return {
    ...gvk,
    plural: textAt(names, 'plural'),
    singular: textAt(names, 'singular') || gvk.kind.toLowerCase(),
    shortNames: texts('shortNames'),
    categories: texts('categories'),
    namespaced: textAt(spec, 'scope') === 'Namespaced',
    verbs: VERBS,
    subresources: [...has('status'), ...has('scale')],
  };
}

function kindOf(gvk: ResourceInfo, schema: JsonObject): KindSchema {
  const fields = objectSchema(schema);
  const { group, version, kind } = gvk;
  return {
    gvk: { group, version, kind },
    fields,
    custom: true,
    prune(object) {
      const unknown: string[] = [];
      const pruned = pruneUnknown(object, fields, '', unknown) as StoredObject;
      const { object: metadata, complaints } = metadataOf(object, kind, version);
      const told = [...unknown.map((path) => `unknown field "${path}"`), ...complaints];
      return {
        object: { ...pruned, apiVersion: apiVersionOf(gvk), kind, metadata },
        complaints: told.sort((a, b) => (a < b ? -1 : 1)).slice(0, MOST_COMPLAINTS),
      };
    },
    withDefaults: (object) => fillDefaults(object, fields) as StoredObject,
  };
}

/** Metadata is the same for all kinds, and of the same types. */
function metadataOf({ metadata }: StoredObject, kind: string, version: string) {
  try {
    const { object, complaints } = decode(OBJECT_META, objectOrEmpty(metadata));
    return { object, complaints: complaints.map((complaint) => complaint.replace('field "', 'field "metadata.')) };
  } catch (error) {
    if (error instanceof DecodeError)
      throw badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${error.message}`);
    throw error;
  }
}
