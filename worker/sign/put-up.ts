import type { Logger } from 'pino';
import type { WorkerSettings } from '../settings.ts';
import { createSign, type SignOptions } from './sign.ts';

export interface PutUpSign {
  readonly settings: WorkerSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly options: Omit<SignOptions, 'write'>;
  readonly signal: AbortSignal;
}

/** Starts to keep the sign on the own pod; without a pod, or a way to its API server, says so once and does without. */
export async function createPodSign({
  settings,
  env,
  log,
  options,
  signal,
}: PutUpSign): Promise<{ finish(signal: AbortSignal): Promise<void> }> {
  const none = { finish: async () => undefined };
  if (env['POD_NAME'] === undefined || (env['KUBECONFIG'] ?? env['KUBERNETES_SERVICE_HOST']) === undefined) {
    log.info('not in a cluster: there is no pod to write a sign on');
    return none;
  }
  try {
    const [{ loadContext }, { connectSign }] = await Promise.all([
      import('../../kube/access/kubeconfig.ts'),
      import('./write-annotations.ts'),
    ]);
    // Not the kubeconfig of the user who happened to start this: only what names a cluster for this pod.
    const { KUBECONFIG, KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT } = env;
    const context = await loadContext({ env: { KUBECONFIG, KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT } });
    const write = await connectSign(context, { name: settings.podName, namespace: settings.podNamespace ?? context.namespace });
    const sign = createSign({ ...options, write });
    const keeping = sign.keep(signal);
    return {
      async finish(last) {
        await keeping;
        await sign.finish(last);
      },
    };
  } catch (error) {
    log.warn({ why: String(error) }, 'no sign can be written on the pod; trade goes on');
    return none;
  }
}
