import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

/** A server of many pods that serves nothing but lists, WatchList and a steady stream of changes: bytes made beforehand. */
export interface PodsServer {
  readonly url: string;
  /**
   * Sends so many changes a second to every watch, for so long; `sent` in each says when it was sent.
   * Of one pod after another, or always of the same.
   */
  change(perSecond: number, seconds: number, same?: number): Promise<void>;
  stop(): void;
}

/** A pod as a cluster has them, 4 KB of JSON, a third of it managedFields. */
const pod = (number: number, version: number, sent = '0'): object => ({
  metadata: {
    name: `woodworker-7c9d8b6f5-${number}`,
    namespace: `kingdom-of-${number % 50}`,
    uid: `5f1c2d3e-0000-4000-8000-${String(number).padStart(12, '0')}`,
    resourceVersion: String(version),
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { shop: 'woodworker', town: 'simple-town', 'pod-template-hash': '7c9d8b6f5' },
    annotations: { 'goods.civ8s.dev/wood': sent, addtime: 'true' },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'woodworker-7c9d8b6f5',
        uid: '5f1c2d3e-1111-4000-8000-000000000000',
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    managedFields: ['kube-controller-manager', 'kubelet'].map((manager) => ({
      manager,
      operation: 'Update',
      apiVersion: 'v1',
      time: '2026-01-01T00:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f:field-${at}`, { '.': {} }])),
    })),
  },
  spec: {
    containers: [
      {
        name: 'worker',
        image: 'civ8s:0.1.0',
        args: ['serve', '/config/directions.json'],
        env: Array.from({ length: 6 }, (_, at) => ({
          name: `VARIABLE_${at}`,
          valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } },
        })),
        resources: { limits: { memory: '128Mi' }, requests: { cpu: '20m', memory: '64Mi' } },
        volumeMounts: [{ name: 'directions', mountPath: '/config', readOnly: true }],
      },
    ],
    nodeName: `node-${number % 20}`,
    serviceAccountName: 'civ-worker',
    restartPolicy: 'Always',
    volumes: [{ name: 'directions', configMap: { name: 'woodworker-directions', defaultMode: 420 } }],
  },
  status: {
    phase: 'Running',
    podIP: '10.244.0.1',
    hostIP: '10.90.0.1',
    startTime: '2026-01-01T00:00:00Z',
    conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
      type,
      status: 'True',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    })),
  },
});

export async function startPodsServer(count: number): Promise<PodsServer> {
  const pods = Array.from({ length: count }, (_, number) => JSON.stringify(pod(number, number + 1)));
  const slim = pods.map((text) => JSON.stringify({ metadata: (JSON.parse(text) as { metadata: object }).metadata }));
  const watches = new Set<ServerResponse>();
  let version = count + 1;
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://unused');
    const objects = request.headers.accept?.includes('PartialObjectMetadata') ? slim : pods;
    response.writeHead(200, { 'content-type': 'application/json' });
    if (searchParams.get('watch') === null) {
      const from = Number(searchParams.get('continue') ?? 0);
      const to = from + Number(searchParams.get('limit') ?? 500);
      response.end(
        `{"metadata":{"resourceVersion":"${version}","continue":"${to < count ? to : ''}"},"items":[${objects.slice(from, to).join(',')}]}`,
      );
      return;
    }
    if (searchParams.get('sendInitialEvents') === 'true') {
      for (let from = 0; from < count; from += 500)
        response.write(
          objects
            .slice(from, from + 500)
            .map((text) => `{"type":"ADDED","object":${text}}\n`)
            .join(''),
        );
      response.write(
        `{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"${version}","annotations":{"k8s.io/initial-events-end":"true"}}}}\n`,
      );
    }
    watches.add(response);
    response.once('close', () => watches.delete(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const change = (perSecond: number, seconds: number, same?: number): Promise<void> =>
    new Promise((resolve) => {
      const started = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        const elapsed = (performance.now() - started) / 1_000;
        for (const due = Math.floor(Math.min(elapsed, seconds) * perSecond); sent < due; sent++) {
          version += 1;
          const line = `{"type":"MODIFIED","object":${JSON.stringify(pod(same ?? sent % count, version, String(performance.timeOrigin + performance.now())))}}\n`;
          for (const watch of watches) watch.write(line);
        }
        if (elapsed < seconds) return;
        clearInterval(timer);
        resolve();
      }, 5);
    });
  return {
    url: `http://127.0.0.1:${port}`,
    change,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
