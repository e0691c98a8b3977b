import { onAbort } from '../../../../ground/time/abort.ts';
import type { FaultMoment } from '../../faults/faults.ts';
import type { Switchboard } from '../../faults/switchboard.ts';
import { createRequestConversions, untilConverted } from '../../conversion/request-conversions.ts';
import { onceRedefined } from '../../verbs/once-redefined.ts';
import type { ApiRequest, ServerParts } from '../../verbs/request.ts';
import { watch, type SentEvent, type Watch } from '../../verbs/watch.ts';
import type { Admitted } from '../admit/admit.ts';
import { ON_ITS_WAY, type Answered } from '../present/answer.ts';
import { streamWatch } from './watch-stream.ts';

/** What a watch needs of the server. */
export interface WatchSettings {
  readonly switchboard: Switchboard;
  readonly bookmarkEveryMs: number;
  /** How to send a bookmark on each open watch that takes them. */
  readonly bookmarks: Set<() => void>;
  /** Told before anything is sent on a watch. */
  readonly onEvent: () => void;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

const nameIn = (event: SentEvent): string => ('object' in event ? (event.object.metadata.name ?? '') : '');

/** The revision that a client knows of once it has read this event. */
const revisionOf = (event: SentEvent): number =>
  'object' in event ? Number(event.object.metadata.resourceVersion) : event.type === 'BOOKMARK' ? event.revision : 0;

/** A watch; where a webhook converts, once it has converted what is there. */
async function opened(cluster: ServerParts, request: ApiRequest, frozen: number | undefined): Promise<Watch> {
  const conversion = createRequestConversions(cluster, request.served);
  if (conversion === undefined) return watch(cluster, request, frozen);
  return untilConverted(conversion, () => watch({ ...cluster, conversions: conversion, conversion }, request, frozen));
}

/** Streams a watch until the client goes, its time is over, what it watches is defined otherwise or no more, or the server stops. */
export async function openWatch(
  cluster: ServerParts,
  { response, moment, apiRequest, as }: Admitted,
  { switchboard, bookmarkEveryMs, bookmarks, onEvent, stopping }: WatchSettings,
): Promise<Answered> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once('close', leave);
  const forget = onAbort(stopping, leave);
  const stay = onceRedefined(cluster, apiRequest.served, () => setImmediate(leave)); // after the last objects' ends are told
  const momentOf = (event: SentEvent): FaultMoment => ({ ...moment, at: 'event', event: event.type, name: nameIn(event) });
  try {
    const stream = await opened(cluster, apiRequest, switchboard.frozenAt(moment));
    const timeoutSeconds = stream.options.timeoutSeconds ?? 1_800 + Math.floor(Math.random() * 1_800);
    await streamWatch(
      response,
      {
        watch: stream,
        as,
        bookmarkEveryMs,
        onOpen(sendBookmark) {
          bookmarks.add(sendBookmark);
          return () => bookmarks.delete(sendBookmark);
        },
        timeoutMs: timeoutSeconds * 1_000,
        onSend: onEvent,
        fault: (event) => (switchboard.idle ? undefined : switchboard.decide(momentOf(event))),
        held: (event) => {
          const frozen = switchboard.idle ? undefined : switchboard.frozenAt(moment);
          return frozen === undefined || revisionOf(event) <= frozen ? undefined : switchboard.thawed(moment);
        },
      },
      gone.signal,
    );
  } finally {
    stay();
    forget();
  }
  return ON_ITS_WAY;
}
