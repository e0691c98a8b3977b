import { SYSTEM_NAMESPACE } from '../../model/names.ts';
import { podsOf, type DeployedPod } from './deployed-realm.ts';
import { kubectl } from './run-program.ts';
import { until } from './until.ts';

export const CONTROLLERS = ['config-reload', 'pod-timestamp'];

/** The pod that leads; empty: none does. */
export const leaderOf = async (controller: string, namespace = SYSTEM_NAMESPACE): Promise<string> =>
  (await kubectl('get', 'lease', `civ8s-${controller}`, '-n', namespace, '-o', 'jsonpath={.spec.holderIdentity}')).split('_')[0] ?? '';

/** Deletes the pod that leads, and answers which it was. */
export async function deleteLeader(controller: string, namespace = SYSTEM_NAMESPACE): Promise<string> {
  const leader = await until(`a leader of ${controller}`, 60, async () => (await leaderOf(controller, namespace)) || undefined);
  await kubectl('delete', 'pod', leader, '-n', namespace, '--ignore-not-found', '--wait=false');
  return leader;
}

export const otherLeader = (controller: string, than: string, namespace = SYSTEM_NAMESPACE): Promise<string> =>
  until(`another leader of ${controller} than ${than}`, 90, async () =>
    [await leaderOf(controller, namespace)].find((name) => name !== '' && name !== than),
  );

export const controllerPods = async (): Promise<readonly DeployedPod[]> =>
  (await Promise.all(CONTROLLERS.map((each) => podsOf(SYSTEM_NAMESPACE, '-l', `app.kubernetes.io/name=${each}`)))).flat();
