import { ApiError } from '../../../kube/errors/api-error.ts';
import { events } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { createConditions } from '../../../ground/time/condition.ts';
import { apiVersionOf, keyOf } from '../../../kube/objects/resource.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { EventSubject, EventText } from '../definition.ts';
import { createEventSeries, type Series } from './event-series.ts';
import type { Log } from './log.ts';

/** So many that wait to be written; more are dropped, and counted. */
const LINE = 1_000;
const REQUEST_MS = 10_000;

export interface EventsOptions {
  readonly client: Client;
  /** Who records them: the controller, and which of its processes. */
  readonly component: string;
  readonly instance: string;
  readonly clock: Clock;
  readonly wall: () => number;
  readonly log: Log;
  readonly onDropped: () => void;
}

/** Kubernetes Events, written in the background: one after another, aggregated, and given up where that fails. */
export interface Events {
  record(about: EventSubject, event: EventText): void;
  /** Writes what waits until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** How many wait to be written. */
  waiting(): number;
  /** Resolves once all is written, or when `signal` aborts. */
  finish(signal: AbortSignal): Promise<void>;
}

interface Told {
  readonly about: EventSubject;
  readonly event: EventText;
}

export function createEvents(options: EventsOptions): Events {
  const { log, onDropped } = options;
  const line: Told[] = [];
  const write = eventWriter(options);
  const conditions = createConditions();
  let refused = false;

  const failed = ({ about }: Told, error: unknown): void => {
    onDropped();
    const isRefusal = ApiError.is(error, 'forbidden') && !isOfGoingNamespace(error);
    const namespace = about.object.metadata?.namespace;
    if (!isRefusal) log.debug({ object: keyOf(about.object), error }, 'event not written');
    else if (!refused) log.warn({ namespace, error }, 'Events are not written where the cluster does not grant it');
    refused ||= isRefusal;
  };
  return {
    record(about, event) {
      if (line.length >= LINE) onDropped();
      else line.push({ about, event });
      conditions.changed();
    },
    async run(signal) {
      while (!signal.aborted) {
        const told = line[0];
        if (told === undefined) {
          await conditions.when(() => line.length > 0, signal);
        } else {
          await write(told, signal).catch((error: unknown) => failed(told, error));
          line.shift();
          conditions.changed();
        }
      }
    },
    waiting: () => line.length,
    finish: (signal) => conditions.when(() => line.length === 0, signal),
  };
}

/** Nothing can be created any more in a namespace that is being deleted, by anyone. */
const isOfGoingNamespace = ({ causes }: ApiError): boolean => causes.some(({ reason }) => reason === 'NamespaceTerminating');

function eventWriter({ client, component, instance, clock, wall }: EventsOptions): (told: Told, signal: AbortSignal) => Promise<void> {
  const allSeries = createEventSeries();
  let created = 0;

  /** False where the Event is gone: they live for an hour. */
  async function countHigher(namespace: string, name: string, { count }: Series, signal: AbortSignal): Promise<boolean> {
    try {
      await client.patch(
        events,
        { namespace, name },
        { merge: { count, lastTimestamp: timestamp(wall()) } },
        { signal, timeoutMs: REQUEST_MS },
      );
      return true;
    } catch (error) {
      if (ApiError.is(error, 'not-found')) return false;
      throw error;
    }
  }
  async function create(
    name: string,
    namespace: string,
    { resource, object }: EventSubject,
    { text, count, firstAt }: Series,
    signal: AbortSignal,
  ): Promise<void> {
    const { name: objectName, namespace: objectNamespace, uid, resourceVersion } = object.metadata ?? {};
    const involvedObject = {
      apiVersion: apiVersionOf(resource),
      kind: resource.kind,
      name: objectName,
      namespace: objectNamespace,
      uid,
      resourceVersion,
    };
    await client.create(
      events,
      {
        metadata: { namespace, name },
        involvedObject,
        ...text,
        message: text.message.slice(0, 1_024),
        count,
        firstTimestamp: timestamp(firstAt),
        lastTimestamp: timestamp(wall()),
        source: { component },
        reportingComponent: component,
        reportingInstance: instance,
      },
      { signal, timeoutMs: REQUEST_MS },
    );
  }
  return async ({ about, event }, signal) => {
    const { name = '', namespace = 'default', uid = '' } = about.object.metadata ?? {};
    const series = allSeries.next(uid, event, clock.now(), wall());
    if (series.name !== undefined && (await countHigher(namespace, series.name, series, signal))) return;
    const unique = `${name.slice(0, 200)}.${Math.round(wall()).toString(16)}${(created++ % 0x1000).toString(16).padStart(3, '0')}`;
    await create(unique, namespace, about, series, signal);
    allSeries.written(series, unique);
  };
}
