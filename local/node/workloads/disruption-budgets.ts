import { deployments, podDisruptionBudgets, pods, replicaSets } from '../../../kube/objects/built-in.ts';
import { keyOf } from '../../../kube/objects/resource.ts';
import type { Controller } from '../../../controllers/runtime/definition.ts';
import { byOwner, matches } from '../selection.ts';
import { budgetStatus } from './disruption-decide.ts';
import { sameStatus } from '../same-status.ts';

const byUid = { uid: ({ metadata }: { readonly metadata?: { readonly uid?: string } }): string[] => [metadata?.uid ?? ''] };

/** PodDisruptionBudget -> how many evictions the API server grants now. */
export const disruptionController: Controller = {
  name: 'disruption',
  summary: 'keeps the status of PodDisruptionBudgets',
  flags: {},
  setUp({ follow, wall }) {
    const budgets = follow(podDisruptionBudgets, { keys: ({ object }) => [keyOf(object)], indexes: { namespace: byOwner.namespace } });
    const inNamespace = ({ object }: { readonly object: { readonly metadata?: { readonly namespace?: string } } }) =>
      budgets.by('namespace', object.metadata?.namespace ?? '').map(keyOf);
    const people = follow(pods, { keys: inNamespace, indexes: byOwner });
    const sets = follow(replicaSets, { indexes: byUid });
    const owners = follow(deployments, { keys: inNamespace, indexes: byUid });
    return async (key, { client }) => {
      const budget = budgets.get(key);
      if (budget === undefined) return 'on-change';
      const { namespace = '' } = budget.metadata ?? {};
      const chosen = people.by('namespace', namespace).filter(({ metadata }) => matches(budget.spec?.selector ?? {}, metadata?.labels));
      const status = budgetStatus(
        { budget, pods: chosen, replicaSet: (uid) => sets.by('uid', uid)[0], deployment: (uid) => owners.by('uid', uid)[0] },
        wall(),
      );
      if (!sameStatus(budget.status, status)) await client.update(podDisruptionBudgets, { ...budget, status }, { subresource: 'status' });
      return Object.keys(status.disruptedPods ?? {}).length > 0 ? { afterMs: 10_000 } : 'on-change';
    };
  },
};
