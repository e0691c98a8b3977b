import { imageProblem, registryProblem } from './image-problem.ts';
import { keyProblem, labelValueProblem, ownKeyProblem, subdomainProblem } from './label-problems.ts';
import { show } from './limits.ts';
import { found, type Problem } from './problem.ts';
import { replicasProblems } from './replicas-problems.ts';
import { quantity, quantityProblem } from '../quantity.ts';
import type { Resources, ShopSettings } from '../realm.ts';

const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never'];
/** Half of what Kubernetes allows for all annotations of an object; the rest is the worker's and the controllers'. */
const MOST_ANNOTATION_BYTES = 128 * 1024;

/** What is wrong with the settings of a shop, or of all shops of a synth. */
export function settingsProblems({
  replicas,
  image,
  registry,
  pullPolicy,
  resources,
  labels,
  annotations,
  priorityClass,
  nodeSelector,
}: ShopSettings): readonly Problem[] {
  return [
    ...replicasProblems(replicas).flatMap(({ field, ...problem }) => found(problem, field)),
    ...(image === undefined ? [] : found(imageProblem(image))),
    ...(registry === undefined ? [] : found(registryProblem(registry))),
    ...(pullPolicy === undefined || PULL_POLICIES.includes(pullPolicy)
      ? []
      : [{ what: `pullPolicy is ${show(pullPolicy)}`, remedy: `give one of ${PULL_POLICIES.join(', ')}` }]),
    ...resourcesProblems(resources),
    ...Object.entries(labels ?? {}).flatMap(([key, value]) => [
      ...found(keyProblem(key) ?? ownKeyProblem(key), 'label'),
      ...found(labelValueProblem(value), `label "${key}"`),
    ]),
    ...annotationsProblems(annotations),
    ...(priorityClass === undefined ? [] : found(subdomainProblem(priorityClass), 'priorityClass')),
    ...Object.entries(nodeSelector ?? {}).flatMap(([key, value]) => [
      ...found(keyProblem(key), 'nodeSelector'),
      ...found(labelValueProblem(value), `nodeSelector "${key}"`),
    ]),
  ];
}

function annotationsProblems(annotations: ShopSettings['annotations'] = {}): readonly Problem[] {
  const bytes = Buffer.byteLength(JSON.stringify(annotations));
  return [
    ...Object.entries(annotations).flatMap(([key, value]) => [
      // Kubernetes takes capitals in the prefix of an annotation's key too; one rule for both is easier to remember.
      ...found(keyProblem(key) ?? ownKeyProblem(key), 'annotation'),
      ...(typeof value === 'string' ? [] : [{ what: `annotation "${key}" is ${show(value)}`, remedy: 'give text' }]),
    ]),
    ...(bytes > MOST_ANNOTATION_BYTES
      ? [
          {
            what: `annotations take ${bytes.toLocaleString('en-US')} bytes`,
            remedy: `keep to ${MOST_ANNOTATION_BYTES.toLocaleString('en-US')}`,
          },
        ]
      : []),
  ];
}

const RESOURCES = { cpu: 'cpu', memory: 'bytes', 'ephemeral-storage': 'bytes' } as const;

function resourcesProblems({ requests = {}, limits = {} }: Resources = {}): readonly Problem[] {
  return (Object.keys(RESOURCES) as (keyof typeof RESOURCES)[]).flatMap((resource) => {
    const [request, limit] = [requests[resource], limits[resource]];
    const problems = [
      ...(request === undefined ? [] : found(quantityProblem(request, RESOURCES[resource]), `request of ${resource}`)),
      ...(limit === undefined ? [] : found(quantityProblem(limit, RESOURCES[resource]), `limit of ${resource}`)),
    ];
    if (problems.length > 0 || limit === undefined) return problems;
    const most = quantity(limit) ?? 0;
    if (most === 0) return [{ what: `limit of ${resource} is ${show(limit)}`, remedy: 'give more than nothing, or leave it out' }];
    const asked = request === undefined ? 0 : (quantity(request) ?? 0);
    return asked > most
      ? [{ what: `request of ${resource} is ${show(request)}, above its limit ${show(limit)}`, remedy: 'ask for at most the limit' }]
      : [];
  });
}
