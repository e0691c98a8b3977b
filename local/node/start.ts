import { endpointSlices, services, type EndpointSlice, type Service } from '../../kube/objects/built-in.ts';
import type { Client } from '../../kube/client/client.ts';
import { systemClock } from '../../ground/time/clock.ts';
import type { Store } from '../../kube/follow/store.ts';
import { packageVersion } from '../../model/package-version.ts';
import type { Controller } from '../../controllers/runtime/definition.ts';
import type { Log } from '../../controllers/runtime/tell/log.ts';
import { createMetrics } from '../../controllers/runtime/tell/metrics.ts';
import { createRunning } from '../../controllers/runtime/run.ts';
import { nodeLeaseController } from './node-lease.ts';
import { nodeObject, register } from './node-object.ts';
import { claimController } from './claims/claims.ts';
import { createKubelet, type Kubelet } from './pods/kubelet.ts';
import { launch } from './pods/process.ts';
import type { Program } from './pods/program.ts';
import { serviceOfSlice } from './services/endpoints-decide.ts';
import { endpointsController } from './services/endpoints.ts';
import type { ServiceBook } from './services/resolve.ts';
import { schedulerController } from './scheduler.ts';
import { logDefect } from './defect.ts';
import { startServiceProxy } from './services/service-proxy.ts';
import { daemonSetController } from './workloads/daemon-sets/daemon-sets.ts';
import { statefulSetController } from './workloads/stateful-sets/stateful-sets.ts';
import { autoscalerController } from './workloads/autoscalers/autoscalers.ts';
import { cronJobController } from './workloads/cron-jobs/cron-jobs.ts';
import { jobController } from './workloads/jobs/jobs.ts';
import { deploymentController } from './workloads/deployments.ts';
import { outageController, type TakeAway } from './outages.ts';
import { disruptionController } from './workloads/disruption-budgets.ts';
import { replicaSetController } from './workloads/replica-sets.ts';

export interface NodeOptions extends Program {
  readonly client: Client;
  /** How pods reach the API server. */
  readonly server: string;
  readonly caCertificate: string;
  /** Where pods keep their volumes and logs; emptied by the caller that made it. */
  readonly folder: string;
  /** What every process is given: PATH and the like. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: Log;
  /** Has the API server taken away, where an annotation of the node asks for that. @default nobody can */
  readonly takeServerAway?: TakeAway;
}

export interface LocalNode {
  readonly name: string;
  readonly address: string;
  log: Kubelet['log'];
  container: Kubelet['container'];
  /** Ends every process, within the grace, and then the node. */
  stop(graceMs: number): Promise<void>;
}

const NAME = 'this-machine';
const ADDRESS = '127.0.0.1';

/**
 * What a cluster has besides its API server, on one machine:
 * Deployments, ReplicaSets and Services come alive, and pods become processes.
 */
export async function startNode({
  client,
  server,
  caCertificate,
  folder,
  program,
  programArgs,
  environment,
  log,
  takeServerAway,
}: NodeOptions): Promise<LocalNode> {
  const stop = new AbortController();
  const book = serviceBook();
  const proxy = await startServiceProxy(book, { report: (error) => logDefect(log, 'the service proxy', error) });
  const kubelet = createKubelet({
    nodeName: NAME,
    ip: ADDRESS,
    folder,
    program,
    programArgs,
    server,
    caCertificate,
    launch,
    environment: (namespace) => ({ ...environment, ...proxy.environment(namespace), CIV_LIFELINE: 'stdin' }),
  });
  await register(client, nodeObject(NAME, ADDRESS, packageVersion(), Date.now()));
  const scheduler = schedulerController(NAME);
  const controllers = [
    deploymentController,
    replicaSetController,
    disruptionController,
    jobController,
    cronJobController,
    statefulSetController,
    daemonSetController,
    autoscalerController,
    claimController(folder),
    nodeLeaseController(NAME),
    ...(takeServerAway === undefined ? [] : [outageController(NAME, takeServerAway)]),
    book.controller,
    scheduler,
    kubelet,
  ];
  const running = createRunning({
    // In Events they are called as Kubernetes calls its own.
    members: controllers.map((controller) => ({
      controller,
      settings: {},
      component: controller === kubelet ? 'kubelet' : controller === scheduler ? 'default-scheduler' : `${controller.name}-controller`,
    })),
    program: NAME,
    client,
    log,
    identity: NAME,
    leadAlone: true,
    metrics: createMetrics({ lease: '' }),
    times: { leaseMs: 15_000, renewDeadlineMs: 10_000, retryMs: 2_000 },
    workers: WORKERS,
    deadlineMs: 60_000,
    resyncMs: 0,
    drainMs: 5_000,
    staleMs: 15_000,
    clock: systemClock,
    wall: Date.now,
    random: Math.random,
  }).run(stop.signal);
  return {
    name: NAME,
    address: ADDRESS,
    log: (pod) => kubelet.log(pod),
    container: (pod) => kubelet.container(pod),
    async stop(graceMs) {
      stop.abort(); // first, so that nothing that ends now is started again
      await running;
      await kubelet.stopAll(graceMs);
      await proxy.close();
    },
  };
}

const WORKERS = 8;

/** The endpoints controller's own stores are also what the proxy looks names up in. */
function serviceBook(): ServiceBook & { readonly controller: Controller } {
  let serviceStore: Store<Service> | undefined;
  let sliceStore: Store<EndpointSlice> | undefined;
  return {
    service: (namespace, name) => serviceStore?.get(`${namespace}/${name}`),
    slices: (namespace, name) => sliceStore?.by('service', `${namespace}/${name}`) ?? [],
    controller: {
      ...endpointsController,
      setUp(parts, settings) {
        serviceStore = parts.follow(services, {});
        sliceStore = parts.follow(endpointSlices, { indexes: { service: (slice) => [serviceOfSlice(slice)] } });
        return endpointsController.setUp(parts, settings);
      },
    },
  };
}
