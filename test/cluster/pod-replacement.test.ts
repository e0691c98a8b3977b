import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deleteLeader, otherLeader } from './controllers.ts';
import { isReady, ownWord, podsOf } from './deployed-realm.ts';
import { MILL, MILLERS, millIn, WATCHER } from './mill.ts';
import { kubectl, run } from './run-program.ts';
import { until } from './until.ts';
import { watchPods } from './watched-pods.ts';

const NAMESPACE = `mill-of-${ownWord()}`;

const millers = () => podsOf(NAMESPACE, '-l', `app=${MILL}`);
const uids = async () => (await millers()).map(({ metadata }) => metadata.uid).sort();
const merge = (resource: string, patch: object) =>
  kubectl('patch', resource, MILL, '-n', NAMESPACE, '--type=merge', '-p', JSON.stringify(patch));
const allow = (maxUnavailable: number) => merge('poddisruptionbudget', { spec: { maxUnavailable } });

describe('podDeleteMatch', () => {
  let before: readonly string[];
  beforeAll(async () => {
    await run('kubectl', ['apply', '-f', '-'], millIn(NAMESPACE));
    await kubectl('rollout', 'status', 'deployment', '-n', NAMESPACE, '--timeout=180s');
    await until(
      'a note of the content that the pods have',
      60,
      async () => (await kubectl('get', 'configmap', 'civ8s-config-reload', '-n', NAMESPACE, '-o', 'jsonpath={.data}')) || undefined,
    );
    before = await uids();
  });
  afterAll(() => kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found'));

  it('replaces no pod while a disruption budget allows none', async () => {
    await allow(0);
    await merge('configmap', { data: { 'directions.json': JSON.stringify([{ product: 'flour', amount: 2, minimum: 0, interval: 1 }]) } });
    await until('an eviction that is refused', 90, async () =>
      (await kubectl('logs', '-n', NAMESPACE, '-l', `app=${WATCHER}`, '--tail=-1')).includes('Could not delete pod') ? true : undefined,
    );
    expect(await uids()).toEqual(before);
  });

  it('replaces all of them once it allows one, and never is another one missing, also where its leader is deleted in the middle', async () => {
    const watched = await watchPods(NAMESPACE, `app=${MILL}`, MILLERS);
    try {
      await allow(1);
      await until('a pod that is replaced', 90, async () => ((await uids()).some((uid) => !before.includes(uid)) ? true : undefined));
      await otherLeader('config-reload', await deleteLeader('config-reload', NAMESPACE), NAMESPACE);
      await until('three new pods that are ready', 180, async () => {
        const pods = await millers();
        return pods.length === MILLERS && pods.every((pod) => isReady(pod) && !before.includes(pod.metadata.uid)) ? true : undefined;
      });
      expect(watched.leastReady()).toBe(MILLERS - 1);
    } finally {
      await watched.stop();
    }
  });
});
