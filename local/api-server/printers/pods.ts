import type { JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { numberAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import { ageOf } from './age.ts';
import { AGE, NAME, text, wide, type Column } from './column.ts';

/** What the columns of a pod tell, put together in one pass over its containers. */
interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  readonly lastRestart: string;
}

const isSidecar = (container: JsonObject | undefined) => textAt(container, 'restartPolicy') === 'Always';
const later = (...times: readonly string[]) => times.reduce((last, time) => (time > last ? time : last), '');
const restartsOf = (status: JsonObject) => numberAt(status, 'restartCount') ?? 0;
const lastEnd = (status: JsonObject) => textAt(objectAt(objectAt(status, 'lastState'), 'terminated'), 'finishedAt');
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const endReason = (terminated: JsonObject) =>
  textAt(terminated, 'reason') ||
  ((numberAt(terminated, 'signal') ?? 0) === 0
    ? `ExitCode:${numberAt(terminated, 'exitCode') ?? 0}`
    : `Signal:${numberAt(terminated, 'signal')}`);
const hasCondition = (pod: StoredObject, type: string) =>
  objectsAt(objectAt(pod, 'status'), 'conditions').some((condition) => condition['type'] === type && condition['status'] === 'True');

function summary(pod: StoredObject): PodSummary {
  const [spec, status] = [objectAt(pod, 'spec'), objectAt(pod, 'status')];
  const inits = objectsAt(spec, 'initContainers');
  const sidecars = new Set(inits.filter(isSidecar).map((container) => textAt(container, 'name')));
  const initStatuses = objectsAt(status, 'initContainerStatuses');
  const initial = initialization(initStatuses, sidecars, inits.length);
  const gated = objectsAt(status, 'conditions').some(
    (condition) => condition['type'] === 'PodScheduled' && condition['reason'] === 'SchedulingGated',
  );
  const phase = textAt(status, 'phase');
  const first = gated ? 'SchedulingGated' : textAt(status, 'reason') || phase;
  const total = objectsAt(spec, 'containers').length + sidecars.size;
  const waits = initial.reason !== undefined && !hasCondition(pod, 'Initialized');
  const known = waits
    ? {
        ready: initial.ready,
        reason: initial.reason,
        restarts: sum(initial.seen.map(restartsOf)),
        lastRestart: later(...initial.seen.map(lastEnd)),
      }
    : running(
        pod,
        initial.reason ?? first,
        initial.ready,
        initial.seen.filter((container) => sidecars.has(textAt(container, 'name'))),
      );
  return { ...known, total, reason: leaving(pod, phase) ?? known.reason };
}

/** How far the init containers are; no reason once they are done. */
function initialization(statuses: readonly JsonObject[], sidecars: ReadonlySet<string>, count: number) {
  let ready = 0;
  for (const [at, container] of statuses.entries()) {
    const seen = statuses.slice(0, at + 1);
    const state = objectAt(container, 'state');
    const terminated = objectAt(state, 'terminated');
    const waiting = textAt(objectAt(state, 'waiting'), 'reason');
    if (terminated && (numberAt(terminated, 'exitCode') ?? 0) === 0) continue;
    if (sidecars.has(textAt(container, 'name')) && container['started'] === true) {
      if (container['ready'] === true) ready += 1;
      continue;
    }
    if (terminated) return { ready, seen, reason: `Init:${endReason(terminated)}` };
    return { ready, seen, reason: waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${at}/${count}` };
  }
  return { ready, seen: statuses, reason: undefined };
}

function running(pod: StoredObject, before: string, readySidecars: number, sidecars: readonly JsonObject[]) {
  const containers = objectsAt(objectAt(pod, 'status'), 'containerStatuses');
  let [reason, failure, ready, runs] = [before, '', readySidecars, false];
  for (const container of containers.toReversed()) {
    const state = objectAt(container, 'state');
    const terminated = objectAt(state, 'terminated');
    const waiting = textAt(objectAt(state, 'waiting'), 'reason');
    if (waiting !== '') reason = waiting;
    else if (terminated) {
      reason = endReason(terminated);
      if ((numberAt(terminated, 'exitCode') ?? 0) !== 0) failure = reason;
    } else if (container['ready'] === true && objectAt(state, 'running')) {
      runs = true;
      ready += 1;
    }
  }
  if (reason === 'Completed') {
    if (runs && hasCondition(pod, 'Ready')) reason = 'Running';
    else if (failure !== '') reason = failure;
    else if (runs) reason = 'NotReady';
  }
  const all = [...sidecars, ...containers];
  return { ready, reason, restarts: sum(all.map(restartsOf)), lastRestart: later(...all.map(lastEnd)) };
}

function leaving(pod: StoredObject, phase: string): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (textAt(objectAt(pod, 'status'), 'reason') === 'NodeLost') return 'Unknown';
  return phase === 'Succeeded' || phase === 'Failed' ? undefined : 'Terminating';
}

function restartsText(pod: StoredObject, now: number): string {
  const { restarts, lastRestart } = summary(pod);
  return restarts !== 0 && lastRestart !== '' ? `${restarts} (${ageOf(lastRestart, now)} ago)` : String(restarts);
}

function readinessGates(pod: StoredObject): string {
  const gates = objectsAt(objectAt(pod, 'spec'), 'readinessGates');
  return gates.length === 0
    ? '<none>'
    : `${gates.filter((gate) => hasCondition(pod, textAt(gate, 'conditionType'))).length}/${gates.length}`;
}

export const POD_COLUMNS: readonly Column[] = [
  NAME,
  text('Ready', (pod) => `${summary(pod).ready}/${summary(pod).total}`),
  text('Status', (pod) => summary(pod).reason),
  text('Restarts', restartsText),
  AGE,
  wide('IP', (pod) => textAt(objectsAt(objectAt(pod, 'status'), 'podIPs')[0], 'ip') || '<none>'),
  wide('Node', (pod) => textAt(objectAt(pod, 'spec'), 'nodeName') || '<none>'),
  wide('Nominated Node', (pod) => textAt(objectAt(pod, 'status'), 'nominatedNodeName') || '<none>'),
  wide('Readiness Gates', readinessGates),
];
