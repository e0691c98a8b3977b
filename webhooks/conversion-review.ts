import { messageOf } from '../ground/text/message-of.ts';
import type { JsonObject } from '../ground/json/json.ts';
import { objectsAt, textAt } from '../ground/json/read-json.ts';
import type { KubeObject } from '../kube/objects/resource.ts';
import { pathTo, type DeclaredConversion } from './conversions.ts';
import { quoted, readReview } from './read-review.ts';

const VERSION = 'apiextensions.k8s.io/v1';

/** Told of what a conversion has thrown. */
export type OnConversionFailure = (error: unknown) => void;

/** Answers a review: with all objects converted, or with what went wrong with the first that was not. */
export function convertReview(body: string, all: readonly DeclaredConversion[], onFailure: OnConversionFailure): object {
  const { uid, request } = readReview(body, 'ConversionReview', VERSION);
  const wanted = textAt(request, 'desiredAPIVersion');
  const objects = objectsAt(request, 'objects');
  const answer = (said: object): object => ({ apiVersion: VERSION, kind: 'ConversionReview', response: { uid, ...said } });
  try {
    const convertedObjects = objects.map((object) => converted(object, wanted, all));
    return answer({ result: { status: 'Success' }, convertedObjects });
  } catch (error) {
    if (!(error instanceof Unknown)) onFailure(error);
    return answer({ result: { status: 'Failure', message: messageOf(error) } });
  }
}

/** Nobody has declared such a conversion. */
class Unknown extends Error {}

function converted(object: JsonObject, wanted: string, all: readonly DeclaredConversion[]): KubeObject {
  const [group, from] = partsOf(textAt(object, 'apiVersion'));
  const [wantedGroup, to] = partsOf(wanted);
  const kind = textAt(object, 'kind');
  const own = all.filter(({ resource }) => resource.group === group && resource.kind === kind);
  const steps = group === wantedGroup ? pathTo(own, from, to) : undefined;
  if (steps === undefined)
    throw new Unknown(`no conversion of ${quoted(kind)} leads from ${quoted(`${group}/${from}`)} to ${quoted(wanted)}`);
  const original = object as KubeObject; // the API server has read it before
  const made = steps.reduce((at, step) => step(at), original);
  const { labels, annotations } = made.metadata ?? {};
  return { ...made, apiVersion: wanted, kind, metadata: { ...original.metadata, labels, annotations } };
}

function partsOf(apiVersion: string): readonly [group: string, version: string] {
  const slash = apiVersion.indexOf('/');
  return [apiVersion.slice(0, Math.max(0, slash)), apiVersion.slice(slash + 1)];
}
