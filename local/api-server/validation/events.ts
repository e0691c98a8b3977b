import type { StoredObject } from '../contracts/kube-object.ts';
import { numberAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { invalidValue, required } from './cause.ts';
import { qualifiedName } from './names.ts';

const MOST_NOTE = 1_024;
const MOST_WORDS = 128;

/** An event of the core group; one of events.k8s.io must also say when, how and by whom. */
export function eventCauses({ served, object, old }: ValidationRequest): readonly FailureCause[] {
  const isNew = served.resource.group !== '';
  const told = textAt(object, 'eventTime') === '' ? placeCauses(object) : reportedCauses(object, isNew);
  return isNew && !old ? [...told, ...strictCauses(object)] : told;
}

const aboutOf = (event: StoredObject) => textAt(objectAt(event, 'involvedObject') ?? objectAt(event, 'regarding'), 'namespace');
const elsewhere = (event: StoredObject) => [invalidValue('involvedObject.namespace', aboutOf(event), 'does not match event.namespace')];

/** An event stands with its object; that of a cluster's object in `default`. */
function placeCauses(event: StoredObject): FailureCause[] {
  const [about, namespace] = [aboutOf(event), event.metadata.namespace ?? ''];
  const fits = about === '' ? namespace === '' || namespace === 'default' : about === namespace;
  return fits ? [] : elsewhere(event);
}

function reportedCauses(event: StoredObject, isNew: boolean): FailureCause[] {
  const namespace = event.metadata.namespace ?? '';
  const controllerField = isNew ? 'reportingController' : 'reportingComponent';
  const controller = textAt(event, controllerField);
  const worded = (field: string, most: number): FailureCause[] => {
    const words = textAt(event, field);
    if (words === '') return [required(field)];
    return words.length > most ? [invalidValue(field, '', `can have at most ${most} characters`)] : [];
  };
  const note = textAt(event, 'message') || textAt(event, 'note');
  return [
    ...(aboutOf(event) === '' && namespace !== 'default' && namespace !== 'kube-system' ? elsewhere(event) : []),
    ...(controller === '' ? [required(controllerField)] : []),
    ...qualifiedName(controller).map((problem) => invalidValue(controllerField, controller, problem)),
    ...worded('reportingInstance', MOST_WORDS),
    ...worded('action', MOST_WORDS),
    ...worded('reason', MOST_WORDS),
    ...(note.length > MOST_NOTE ? [invalidValue('message', '', `can have at most ${MOST_NOTE} characters`)] : []),
  ];
}

function strictCauses(event: StoredObject): FailureCause[] {
  const [series, source, type] = [objectAt(event, 'series'), objectAt(event, 'deprecatedSource'), textAt(event, 'type')];
  const isSet: readonly (readonly [string, boolean])[] = [
    ['firstTimestamp', textAt(event, 'deprecatedFirstTimestamp') !== ''],
    ['lastTimestamp', textAt(event, 'deprecatedLastTimestamp') !== ''],
    ['count', (numberAt(event, 'deprecatedCount') ?? 0) !== 0],
    ['source', textAt(source, 'component') !== '' || textAt(source, 'host') !== ''],
  ];
  return [
    ...(series && (numberAt(series, 'count') ?? 0) < 2 ? [invalidValue('series.count', '', 'should be at least 2')] : []),
    ...(series && textAt(series, 'lastObservedTime') === '' ? [required('series.lastObservedTime')] : []),
    ...(textAt(event, 'eventTime') === '' ? [required('eventTime')] : []),
    ...(type === 'Normal' || type === 'Warning' ? [] : [invalidValue('type', '', `has invalid value: ${type}`)]),
    ...isSet.filter(([, given]) => given).map(([field]) => invalidValue(field, '', 'needs to be unset')),
  ];
}
