import { objectOrEmpty, textOrEmpty } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { equal } from '../../../ground/json/equal.ts';
import { ownLabelsOf } from '../validation/job-selector.ts';
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

/** What a Job leaves behind that is deleted without a word of its pods. */
const PRESERVED =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

/** A Job selects its pods by its own uid, unless it is told to do otherwise. Labels that it was sent stay, and are judged. */
export function selectingItsOwn(object: StoredObject): StoredObject {
  const spec = objectOrEmpty(object['spec']);
  if (spec['manualSelector'] === true) return object;
  const template = objectOrEmpty(spec['template']);
  const metadata = objectOrEmpty(template['metadata']);
  const given = Object.fromEntries(Object.entries(objectOrEmpty(metadata['labels'])).map(([name, value]) => [name, textOrEmpty(value)]));
  const labels = { ...Object.fromEntries(ownLabelsOf(object)), ...given };
  const selector = objectOrEmpty(spec['selector']);
  const matchLabels = { 'batch.kubernetes.io/controller-uid': object.metadata.uid ?? '', ...objectOrEmpty(selector['matchLabels']) };
  const isBare = equal(object.metadata.labels ?? given, given);
  return {
    ...object,
    metadata: isBare ? { ...object.metadata, labels } : object.metadata,
    spec: { ...spec, selector: { ...selector, matchLabels }, template: { ...template, metadata: { ...metadata, labels } } },
  };
}

export const jobs: ResourceStrategy = { generation: true, onCreate: selectingItsOwn, leaves: { warning: PRESERVED } };
