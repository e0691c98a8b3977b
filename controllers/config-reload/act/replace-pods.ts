import { ApiError } from '../../../kube/errors/api-error.ts';
import { pods, type Pod } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { nameOf } from '../../../kube/objects/resource.ts';
import type { Outcome } from '../../runtime/queue/outcome.ts';
import type { PerformPods, PodsWork } from '../decide/pods-work.ts';
import { isReadyToStay, isReplaceable, podStep, type PodReplacementState } from '../decide/replace-pods-step.ts';
import type { PodReplacementStates } from '../follow/replacements.ts';
import type { ReloadParts, SourceKey } from '../seen/reload-key.ts';

/** `evict`: one at a time, as disruption budgets allow. `delete`: one at a time. */
type PodReplacement = 'evict' | 'delete' | 'all-at-once';

export interface ReplacePodsOptions {
  readonly parts: Pick<ReloadParts, 'log' | 'clock'>;
  readonly replacements: PodReplacementStates;
  readonly how: PodReplacement;
}

/** While pods are being replaced they are looked at so often. */
const LOOK_MS = 1_000;
/** A disruption budget's no is asked again after so long. */
const BUDGET_MS = 5_000;
/** Pods that have not come back for so long were not meant to. */
const MISSING_MS = 60_000;

export const titleOf = ({ namespace, id }: SourceKey): string => `${namespace}/${id}`;

export const matchingPods = async (client: Client, { source: { namespace }, selector }: PodsWork): Promise<readonly Pod[]> =>
  (await client.list(pods, { namespace, labelSelector: selector })).items;

/** That all pods have this content: none is left to replace. */
export const noteAll = ({ set }: PodReplacementStates, client: Client, { namespace, id }: SourceKey, digest: string): Promise<void> =>
  set(client, namespace, id, { digest, left: [], ready: 0 });

/** Replaces the pods that a source's selector matches once its content changes: one step at a time, whichever process takes it. */
export function createPodReplacer(options: ReplacePodsOptions): PerformPods {
  /** Since when there have been fewer ready pods than at the beginning. */
  const missingSince = new Map<string, number>();
  return async (work, client) => {
    const { plan, source } = work;
    switch (plan.do) {
      case 'note':
        await noteAll(options.replacements, client, source, plan.digest);
        return 'on-change';
      case 'begin':
        return begin(options, work, plan.digest, client);
      case 'go-on':
        return goOn(options, work, { known: plan.known, missingSince }, client);
    }
  };
}

async function begin(
  { parts: { log }, replacements }: ReplacePodsOptions,
  work: PodsWork,
  digest: string,
  client: Client,
): Promise<Outcome> {
  const { source, selector } = work;
  const matching = await matchingPods(client, work);
  log.info({ source: titleOf(source), selector, pods: matching.length }, 'Modification detected');
  for (const pod of matching.filter((one) => !isReplaceable(one)))
    log.info({ pod: pod.metadata?.name }, 'pod is left alone: it is being deleted, has ended, or nothing would recreate it');
  await replacements.set(client, source.namespace, source.id, {
    digest,
    left: matching.filter(isReplaceable).map(({ metadata }) => metadata?.uid ?? ''),
    ready: matching.filter(isReadyToStay).length,
  });
  return { afterMs: 0 };
}

interface Progress {
  readonly known: PodReplacementState;
  readonly missingSince: Map<string, number>;
}

async function goOn(
  { parts, replacements, how }: ReplacePodsOptions,
  work: PodsWork,
  { known, missingSince }: Progress,
  client: Client,
): Promise<Outcome> {
  const title = titleOf(work.source);
  const matching = await matchingPods(client, work);
  const now = parts.clock.now();
  const enough = matching.filter(isReadyToStay).length >= known.ready;
  if (enough) missingSince.delete(title);
  else if (!missingSince.has(title)) missingSince.set(title, now);
  const step = podStep(known, matching, {
    atOnce: how === 'all-at-once',
    missingIsFine: now - (missingSince.get(title) ?? now) >= MISSING_MS,
  });
  if (step.do === 'done') {
    await noteAll(replacements, client, work.source, known.digest);
    parts.log.info({ source: title }, 'all pods are replaced');
    return 'on-change';
  }
  if (step.do === 'wait') return { afterMs: LOOK_MS };
  for (const pod of step.pods) if (!(await removed(client, pod, how, parts))) return { afterMs: BUDGET_MS };
  return { afterMs: LOOK_MS };
}

/** False where a disruption budget forbids it at the moment. */
async function removed(client: Client, pod: Pod, how: PodReplacement, { log }: Pick<ReloadParts, 'log'>): Promise<boolean> {
  const name = nameOf(pod);
  try {
    if (how === 'evict') await client.evict(name, { uid: pod.metadata?.uid });
    else await client.delete(pods, name, { uid: pod.metadata?.uid });
    log.info({ pod: `${name.namespace}/${name.name}` }, 'pod was deleted successfully');
    return true;
  } catch (error) {
    if (ApiError.is(error, 'not-found', 'conflict')) return true; // gone, or another one by now
    log.info({ pod: `${name.namespace}/${name.name}`, error }, 'Could not delete pod');
    if (ApiError.is(error, 'too-many-requests')) return false;
    throw error;
  }
}
