import { objectOrEmpty } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { equal } from '../../../ground/json/equal.ts';
import type { ResourceStrategy } from './strategy.ts';

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const withAnnotation = (object: StoredObject, name: string, value: string): StoredObject => ({
  ...object,
  metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [name]: value } },
});

/** A DaemonSet counts the changes of its template in an annotation, from the days before apps/v1. */
export const daemonSets: ResourceStrategy = {
  generation: true,
  onDecode: (object) =>
    object.metadata.annotations?.[TEMPLATE_GENERATION] === undefined ? withAnnotation(object, TEMPLATE_GENERATION, '1') : object,
  onUpdate(object, old) {
    const counted = Number(old.metadata.annotations?.[TEMPLATE_GENERATION] ?? '1');
    const changed = !equal(objectOrEmpty(object['spec'])['template'], objectOrEmpty(old['spec'])['template']);
    return withAnnotation(object, TEMPLATE_GENERATION, String(changed ? counted + 1 : counted));
  },
};

/** The labels by which a Job knows its pods; both the old names and the new. */
function ownLabels({ metadata: { uid = '', name = '' } }: StoredObject): Readonly<Record<string, string>> {
  return { 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, 'job-name': name };
}

/** A Job selects its pods by its own uid, unless it is told to do otherwise. */
export const jobs: ResourceStrategy = {
  generation: true,
  onCreate(object) {
    const spec = objectOrEmpty(object['spec']);
    if (spec['manualSelector'] === true) return object;
    const labels = ownLabels(object);
    const template = objectOrEmpty(spec['template']);
    const metadata = objectOrEmpty(template['metadata']);
    return {
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } },
      spec: {
        ...spec,
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': labels['batch.kubernetes.io/controller-uid'] } },
        template: { ...template, metadata: { ...metadata, labels: { ...objectOrEmpty(metadata['labels']), ...labels } } },
      },
    };
  },
};
