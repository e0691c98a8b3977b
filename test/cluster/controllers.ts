import { SYSTEM_NAMESPACE } from '../../model/names.ts';
import { podsOf, type Pod } from './deployed-realm.ts';
import { kubectl } from './run-program.ts';
import { until } from './until.ts';

export const CONTROLLERS = ['config-reload', 'pod-timestamp'];

/** The pod that leads; empty: none does. */
export const leaderOf = async (controller: string): Promise<string> =>
  (await kubectl('get', 'lease', `civ8s-${controller}`, '-n', SYSTEM_NAMESPACE, '-o', 'jsonpath={.spec.holderIdentity}')).split('_')[0] ?? '';

/** Deletes the pods that lead these controllers, and answers them. */
export async function deleteLeaders(controllers: readonly string[]): Promise<readonly string[]> {
  const leaders = await Promise.all(controllers.map((each) => until(`a leader of ${each}`, 60, async () => (await leaderOf(each)) || undefined)));
  await kubectl('delete', 'pod', ...leaders, '-n', SYSTEM_NAMESPACE, '--ignore-not-found', '--wait=false');
  return leaders;
}

export const otherLeader = (controller: string, than: string): Promise<string> =>
  until(`another leader of ${controller} than ${than}`, 90, async () => [await leaderOf(controller)].find((name) => name !== '' && name !== than));

export const controllerPods = async (): Promise<readonly Pod[]> => (await Promise.all(CONTROLLERS.map((each) => podsOf(SYSTEM_NAMESPACE, '-l', `app.kubernetes.io/name=${each}`)))).flat();
