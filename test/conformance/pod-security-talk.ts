import { until } from '../until.ts';
import { MERGE, namespaced, pod } from './objects.ts';
import type { Session } from './session.ts';

export const POD_SECURITY = 'pod-security.kubernetes.io/';

/** Labels the case's namespace, and waits until that is in force: the real server takes a moment. */
export async function underPodSecurity({ namespace, quietly }: Session, labels: Readonly<Record<string, string>>): Promise<void> {
  const named = Object.fromEntries(Object.entries(labels).map(([mode, level]) => [`${POD_SECURITY}${mode}`, level]));
  await quietly('PATCH', `/api/v1/namespaces/${namespace}`, { metadata: { labels: named } }, MERGE);
  await until('the labels to be in force', async () => {
    const refusedEverywhere = pod('probe', { hostIPC: true, containers: [{ name: 'main', image: 'civ8s:1' }] });
    const { code, headers } = await quietly('POST', `${namespaced(namespace, 'pods')}?dryRun=All`, refusedEverywhere);
    return code === 403 || JSON.stringify(headers).includes('hostIPC');
  });
}
