import { text } from 'node:stream/consumers';
import { imageOf } from '../../constructs/image.ts';
import { decode } from '../../events/formats/decode.ts';
import type { ResourceEvent } from '../../events/formats/resource-event.ts';
import type { Client } from '../../kube/client/client.ts';
import { podsOf, isReady, type DeployedPod } from './deployed-realm.ts';
import { kubectl, run } from './run-program.ts';
import { signalProcess } from './signal-process.ts';
import { until } from './until.ts';

/** Takes CloudEvents, each written to a file before it is answered, and shows that file. The file outlives the process. */
const RECEIVER = `
const { createServer } = require('node:http');
const { appendFileSync, createReadStream } = require('node:fs');
const file = '/events/events.jsonl';
appendFileSync(file, '');
createServer((request, response) => {
  if (request.method === 'GET') return void createReadStream(file).pipe(response);
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (piece) => { body += piece; });
  request.on('end', () => {
    appendFileSync(file, body + '\\n');
    response.writeHead(204).end();
  });
}).listen(8080);
`;
const ARGUMENT = 'receive-events';

/** A bus within the cluster that can be killed and frozen. */
export interface EventReceiver {
  readonly url: string;
  /** All that it has taken, in its order. */
  events(): Promise<readonly ResourceEvent[]>;
  /** Until an event came of which this is true. */
  saw(what: string, isIt: (event: ResourceEvent) => boolean): Promise<unknown>;
  /** Resolves once it is back. */
  kill(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

export async function startEventReceiver(client: Client, namespace: string): Promise<EventReceiver> {
  const labels = { app: 'receiver' };
  const container = {
    name: 'receiver',
    image: imageOf({}),
    command: ['/usr/local/bin/node', '-e', RECEIVER, ARGUMENT],
    ports: [{ containerPort: 8080 }],
    readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
    volumeMounts: [{ name: 'events', mountPath: '/events' }],
  };
  const securityContext = { runAsNonRoot: true, runAsUser: 65532, fsGroup: 65532 };
  const objects = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'receiver', namespace },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { securityContext, containers: [container], volumes: [{ name: 'events', emptyDir: {} }] },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'receiver', namespace },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
    },
  ];
  await run('kubectl', ['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  await kubectl('rollout', 'status', 'deployment/receiver', '-n', namespace, '--timeout=120s');
  const thePod = async (): Promise<DeployedPod> => {
    const [pod] = await podsOf(namespace, '-l', 'app=receiver');
    if (pod === undefined) throw new Error('the receiver has no pod');
    return pod;
  };
  const signal = async (which: Parameters<typeof signalProcess>[1]): Promise<void> =>
    signalProcess({ pod: (await thePod()).metadata, argument: ARGUMENT }, which, imageOf({}));
  const events = async (): Promise<readonly ResourceEvent[]> => {
    const { name } = (await thePod()).metadata;
    const { body } = await client.raw({ path: `/api/v1/namespaces/${namespace}/pods/${name}:8080/proxy/` });
    const lines = (await text(body)).split('\n').filter((line) => line !== '');
    return lines.flatMap((line) => {
      const event = decode({ body: Buffer.from(line), contentType: 'application/cloudevents+json', attributes: new Map() });
      return event.type === 'unknown' ? [] : [event];
    });
  };
  return {
    url: `http://receiver.${namespace}/events`,
    events,
    saw: (what, isIt) => until(what, 120, async () => ((await events()).some(isIt) ? true : undefined)),
    async kill() {
      const restarts = async () => (await thePod()).status.containerStatuses?.[0]?.restartCount ?? 0;
      const before = await restarts();
      await signal('SIGKILL');
      await until('the receiver to be back', 120, async () => ((await restarts()) > before && isReady(await thePod()) ? true : undefined));
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  };
}
