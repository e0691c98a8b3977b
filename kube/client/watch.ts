import { ApiError } from '../errors/api-error.ts';
import type { WatchEvent, WatchOptions } from './client.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { createDeadline, type Deadline } from '../../ground/time/deadline.ts';
import { isRecord } from '../../ground/json/json.ts';
import { inOneLine } from '../../ground/text/printable.ts';
import { jsonLines } from '../../ground/json/json-lines.ts';
import { parseObject } from './parse-object.ts';
import { collectionPath } from './path.ts';
import { acceptOf } from './representation.ts';
import type { KubeObject, Resource } from '../objects/resource.ts';
import { describeCollection } from './send.ts';
import { errorOfStatus } from '../errors/status.ts';
import type { Transport } from './transport.ts';

const TIMEOUT_SECONDS = 290;
/** The server had this much time to end the watch itself: then its silence is that of a dead connection. */
const GRACE_SECONDS = 5;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** One watch request, from its first event to its end. */
export async function* watch<T extends KubeObject>(
  transport: Transport,
  clock: Clock,
  resource: Resource<T>,
  options: WatchOptions,
): AsyncGenerator<WatchEvent<T>> {
  const { namespace, labelSelector, fieldSelector, resourceVersion, sendInitialEvents, timeoutSeconds = TIMEOUT_SECONDS } = options;
  const attempt = describeCollection('watch', resource, namespace);
  const silentSeconds = timeoutSeconds + GRACE_SECONDS;
  const silent = (): ApiError => new ApiError('timeout', `could not ${attempt}: nothing came for ${silentSeconds} s, not even the end`);
  const idle = createDeadline(clock, silentSeconds * 1_000, silent, options.signal);
  try {
    const { body } = await transport({
      attempt,
      use: 'stream',
      retry: false,
      signal: idle.signal,
      path: collectionPath(resource, namespace),
      headers: acceptOf(resource),
      about: resource,
      query: {
        watch: 1,
        allowWatchBookmarks: true,
        timeoutSeconds,
        labelSelector,
        fieldSelector,
        resourceVersion,
        ...(sendInitialEvents ? { sendInitialEvents, resourceVersionMatch: 'NotOlderThan' } : {}),
      },
    });
    options.onOpen?.();
    for await (const line of jsonLines(postponing(idle, body), options.parseJson)) yield eventOf<T>(line, attempt);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ApiError('malformed', `could not ${attempt}: an event is not valid JSON`, { cause: error });
    throw error;
  } finally {
    idle.end();
  }
}

function eventOf<T extends KubeObject>(line: unknown, attempt: string): WatchEvent<T> {
  const { type, object } = isRecord(line) ? line : {};
  switch (type) {
    case 'ADDED':
      return { type: 'added', object: parseObject(object, attempt) as T };
    case 'MODIFIED':
      return { type: 'modified', object: parseObject(object, attempt) as T };
    case 'DELETED':
      return { type: 'deleted', object: parseObject(object, attempt) as T };
    case 'BOOKMARK': {
      const { metadata } = parseObject(object, attempt);
      return {
        type: 'bookmark',
        resourceVersion: metadata?.resourceVersion ?? '',
        initialEventsEnd: metadata?.annotations?.[INITIAL_EVENTS_END] === 'true',
      };
    }
    case 'ERROR':
      throw errorOfStatus(attempt, object, { status: isRecord(object) && typeof object['code'] === 'number' ? object['code'] : 500 });
    default:
      throw new ApiError('malformed', `could not ${attempt}: an event of type ${inOneLine(JSON.stringify(type) ?? 'none', 80)}`);
  }
}

async function* postponing(deadline: Deadline, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    deadline.postpone();
    yield chunk;
  }
}
