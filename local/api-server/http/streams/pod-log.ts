import type { ServerResponse } from 'node:http';
import { objectOrEmpty, textOrEmpty } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { LogLine, NodeHooks } from '../../contracts/node-hooks.ts';
import { badRequest, invalid, notServed } from '../../contracts/status-error.ts';
import { drained } from './drained.ts';
import { namedContainer } from './named-container.ts';

interface Wish {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tail: number;
  readonly since: number;
  readonly limitBytes: number;
}

const isTrue = (query: URLSearchParams, name: string) => ['true', '1'].includes(query.get(name) ?? '');

function whole(query: URLSearchParams, name: string, least: number, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (Number(text) < least)
    throw invalid({ group: '', kind: 'PodLogOptions' }, '', [
      { reason: 'FieldValueInvalid', message: `Invalid value: ${text}: must be greater than or equal to ${least}`, field: name },
    ]);
  return Number(text);
}

function wishOf(query: URLSearchParams, now: number): Wish {
  const sinceTime = query.get('sinceTime');
  const seconds = whole(query, 'sinceSeconds', 1, 0);
  if (sinceTime !== null && Number.isNaN(Date.parse(sinceTime)))
    throw badRequest(`parsing time ${JSON.stringify(sinceTime)}: it is not an RFC 3339 time`);
  return {
    follow: isTrue(query, 'follow'),
    previous: isTrue(query, 'previous'),
    timestamps: isTrue(query, 'timestamps'),
    tail: whole(query, 'tailLines', 0, Infinity),
    limitBytes: whole(query, 'limitBytes', 1, Infinity),
    since: sinceTime !== null ? Date.parse(sinceTime) : seconds > 0 ? now - seconds * 1_000 : 0,
  };
}

const shown = ({ at, text }: LogLine, timestamps: boolean) => `${timestamps ? `${new Date(at).toISOString()} ` : ''}${text}\n`;

/** Answers `pods/log`: what there is, then what comes if the client follows. */
export async function sendLog(
  response: ServerResponse,
  pod: StoredObject,
  query: URLSearchParams,
  nodes: NodeHooks | undefined,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const wish = wishOf(query, now);
  const container = namedContainer(pod, query.get('container') ?? '');
  const { name = '' } = pod.metadata;
  const spec = objectOrEmpty(pod['spec']);
  if (textOrEmpty(spec['nodeName']) === '') return void response.writeHead(200, { 'content-type': 'text/plain' }).end(); // nor does anything run
  if (!nodes) throw notServed('pods/log: no node runs pods here');
  const log = nodes.log(pod, container, wish.previous);
  if (!log) {
    throw badRequest(
      wish.previous
        ? `previous terminated container ${JSON.stringify(container)} in pod ${JSON.stringify(name)} not found`
        : `container ${JSON.stringify(container)} in pod ${JSON.stringify(name)} is waiting to start: ContainerCreating`,
    );
  }
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.flushHeaders();
  let left = wish.limitBytes;
  const write = async (line: LogLine) => {
    const bytes = Buffer.from(shown(line, wish.timestamps)).subarray(0, left);
    left -= bytes.length;
    if (!response.write(bytes)) await drained(response, signal);
  };
  const after = log.past.filter(({ at }) => at >= wish.since);
  for (const line of wish.tail === Infinity ? after : after.slice(Math.max(0, after.length - wish.tail))) if (left > 0) await write(line);
  if (wish.follow) {
    for await (const line of log.following(signal)) {
      if (left <= 0 || signal.aborted) break;
      await write(line);
    }
  }
  response.end();
}
