import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../../../../ground/json/json.ts';
import { onAbort } from '../../../../ground/time/abort.ts';
import { apiVersionOf } from '../../contracts/resource-info.ts';
import type { Fault } from '../../faults/faults.ts';
import type { Watch, SentEvent } from '../../verbs/watch.ts';
import { objectText, type Presentation } from '../present/present.ts';
import { drained } from './drained.ts';

export interface WatchStream {
  readonly watch: Watch;
  readonly as: Presentation;
  readonly timeoutMs: number;
  readonly bookmarkEveryMs: number;
  /** Told how to send a bookmark now; answers how to forget it. */
  readonly onOpen: (sendBookmark: () => void) => () => void;
  /** Told before anything is sent. */
  readonly onSend: () => void;
  /** Asked before each event; undefined while no fault is installed. */
  fault(event: SentEvent): Fault | Promise<Fault> | undefined;
  /** Resolves when the client may see an event; undefined if it may now. */
  held(event: SentEvent): Promise<void> | undefined;
}

function bookmark(
  {
    as: {
      served: { resource },
    },
  }: WatchStream,
  revision: number,
  initialEventsEnd: boolean,
): JsonObject {
  const annotations = initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  return { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata: { resourceVersion: String(revision), ...annotations } };
}

function lineOf(event: SentEvent, stream: WatchStream, isFirst: boolean): string {
  switch (event.type) {
    case 'ERROR':
      return `{"type":"ERROR","object":${JSON.stringify(event.status)}}\n`;
    case 'BOOKMARK': {
      const { as } = stream;
      const shown = bookmark(stream, event.revision, event.initialEventsEnd);
      const object =
        as.shape === 'table'
          ? { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: shown['metadata'], columnDefinitions: null, rows: [] }
          : as.shape === 'partial'
            ? { ...shown, kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' }
            : shown;
      return `{"type":"BOOKMARK","object":${JSON.stringify(object)}}\n`;
    }
    case 'ADDED':
    case 'DELETED':
    case 'MODIFIED':
      return `{"type":"${event.type}","object":${objectText(event.object, stream.as, isFirst)}}\n`;
  }
}

/** Sends one line as a fault would have it. Answers how the watch goes on. */
function send(response: ServerResponse, line: string, fault: Fault): 'cut' | 'end' | 'on' {
  switch (fault.do) {
    case 'pass':
      response.write(line);
      return 'on';
    case 'repeat':
      response.write(line + line);
      return 'on';
    case 'lose':
      return 'on';
    case 'end':
      return 'end';
    case 'drop':
      response.socket?.destroy();
      return 'cut';
    case 'fail':
      response.write(`{"type":"ERROR","object":${JSON.stringify(fault.status)}}\n`);
      return 'end';
    case 'half':
      response.write(Buffer.from(line).subarray(0, line.length >>> 1), () => response.socket?.destroySoon());
      return 'cut';
  }
}

const PASS: Fault = { do: 'pass' };

/** Streams a watch until the client goes, its time is over, or it reads too slowly to be caught up. */
export async function streamWatch(response: ServerResponse, stream: WatchStream, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  const forget = onAbort(signal, end);
  const timeout = setTimeout(end, stream.timeoutMs).unref();
  const { watch } = stream;
  const sendBookmark = (): void => {
    const event: SentEvent = { type: 'BOOKMARK', revision: watch.caughtUpTo(), initialEventsEnd: false };
    if (response.writableNeedDrain || stream.held(event)) return;
    stream.onSend();
    response.write(lineOf(event, stream, false));
  };
  const beat = watch.options.bookmarks ? setInterval(sendBookmark, stream.bookmarkEveryMs).unref() : undefined;
  const forgetBookmarks = watch.options.bookmarks ? stream.onOpen(sendBookmark) : () => {};
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  let isFirst = true;
  let ended: ReturnType<typeof send> = 'on';
  try {
    for await (const event of watch.events(over.signal)) {
      const hold = stream.held(event);
      if (hold) await hold;
      if (over.signal.aborted) break;
      const fault = await (stream.fault(event) ?? PASS);
      stream.onSend();
      ended = send(response, lineOf(event, stream, isFirst), fault);
      if (ended !== 'on') break;
      isFirst = isFirst && event.type === 'BOOKMARK';
      if (response.writableNeedDrain) await drained(response, over.signal);
    }
  } finally {
    clearTimeout(timeout);
    clearInterval(beat);
    forgetBookmarks();
    forget();
    if (ended !== 'cut' && !response.destroyed) response.end();
  }
}
