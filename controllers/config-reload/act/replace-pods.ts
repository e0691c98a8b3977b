import { ApiError } from '../../../kube/errors/api-error.ts';
import { configMaps, pods, secrets, type Pod } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { nameOf } from '../../../kube/objects/resource.ts';
import type { Parts } from '../../runtime/definition.ts';
import { selector as selectorFlag } from '../../runtime/flags/flag-values.ts';
import { BadValue } from '../../runtime/flags/flags.ts';
import type { Outcome } from '../../runtime/work/outcome.ts';
import type { DigestKey } from '../decide/compare.ts';
import type { Debounce } from '../decide/debounce.ts';
import { isReadyToStay, isReplaceable, podStep, type PodReplacementState } from '../decide/replace-pods-step.ts';
import type { PodReplacementStates } from '../follow/replacements.ts';
import { digestOf, type Source } from '../seen/source.ts';
import { typeAndName } from '../seen/source-type.ts';

/** `evict`: one at a time, as disruption budgets allow. `delete`: one at a time. */
export type PodReplacement = 'evict' | 'delete' | 'all-at-once';

export interface ReplacePodsOptions {
  readonly parts: Parts;
  readonly replacements: PodReplacementStates;
  readonly debounce: Debounce;
  readonly how: PodReplacement;
  /** Only tell which pods would be replaced. */
  readonly rehearse: boolean;
  readonly digestKey: (client: Client) => Promise<DigestKey>;
}

export interface Target {
  readonly key: string;
  readonly namespace: string;
  readonly id: string;
  readonly source: Source;
  readonly selector: string;
}

/** While pods are being replaced they are looked at so often. */
const LOOK_MS = 1_000;
/** A disruption budget's no is asked again after so long. */
const BUDGET_MS = 5_000;
/** Pods that have not come back for so long were not meant to. */
const MISSING_MS = 60_000;

/** Replaces the pods that a source's selector matches once its content changes: a step at a time, whoever takes it. */
export function createPodReplacer({
  parts,
  replacements,
  debounce,
  how,
  rehearse,
  digestKey,
}: ReplacePodsOptions): (target: Target, client: Client) => Promise<Outcome> {
  const missingSince = new Map<string, number>();
  const list = async (client: Client, { namespace, selector }: Target) =>
    (await client.list(pods, { namespace, labelSelector: selector })).items;

  return async (target, client) => {
    const { key, namespace, id, source, selector } = target;
    const problem = selectorProblem(selector);
    if (problem !== undefined) {
      const { type } = typeAndName(id);
      parts.log.warn({ source: `${namespace}/${id}`, problem }, 'no pod is replaced');
      parts.tell(
        { resource: type === 'Secret' ? secrets : configMaps, object: source },
        { type: 'Warning', reason: 'PodDeleteRefused', message: `no pod is replaced: ${problem}` },
      );
      return 'on-change';
    }
    const digest = digestOf(source, 'all', id.startsWith('Secret/') ? (await digestKey(client)).bytes : undefined);
    const known = await replacements.get(client, namespace, id);
    const note = (replacement: PodReplacementState) => replacements.set(client, namespace, id, replacement);
    if (known === undefined) {
      await note({ digest, left: [], ready: 0 });
      return 'on-change';
    }
    if (known.digest !== digest) {
      const waitMs = debounce.waitMs(key, digest);
      if (waitMs > 0) return { afterMs: waitMs };
      debounce.forget(key);
      const matching = await list(client, target);
      if (rehearse) {
        await note({ digest, left: [], ready: 0 });
        parts.log.info(
          { source: `${namespace}/${id}`, selector, how, pods: matching.filter(isReplaceable).map(({ metadata }) => metadata?.name) },
          'would replace pods',
        );
        return 'on-change';
      }
      parts.log.info({ source: `${namespace}/${id}`, selector, pods: matching.length }, 'Modification detected');
      for (const pod of matching.filter((one) => !isReplaceable(one)))
        parts.log.info({ pod: pod.metadata?.name }, 'pod is left alone: it is going, has ended, or nothing would make it anew');
      await note({
        digest,
        left: matching.filter(isReplaceable).map(({ metadata }) => metadata?.uid ?? ''),
        ready: matching.filter(isReadyToStay).length,
      });
      return { afterMs: 0 };
    }
    if (known.left.length === 0 || rehearse) return 'on-change';
    const matching = await list(client, target);
    const enough = matching.filter(isReadyToStay).length >= known.ready;
    if (enough) missingSince.delete(key);
    else if (!missingSince.has(key)) missingSince.set(key, parts.clock.now());
    const step = podStep(known, matching, {
      atOnce: how === 'all-at-once',
      missingIsFine: parts.clock.now() - (missingSince.get(key) ?? parts.clock.now()) >= MISSING_MS,
    });
    if (step.do === 'done') {
      await note({ digest, left: [], ready: 0 });
      parts.log.info({ source: `${namespace}/${id}` }, 'all pods are replaced');
      return 'on-change';
    }
    if (step.do === 'wait') return { afterMs: LOOK_MS };
    for (const pod of step.pods) if (!(await removed(client, pod, how, parts))) return { afterMs: BUDGET_MS };
    return { afterMs: LOOK_MS };
  };
}

/** False where a disruption budget forbids it for now. */
async function removed(client: Client, pod: Pod, how: PodReplacement, { log }: Parts): Promise<boolean> {
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

const anySelector = selectorFlag({ help: '' });

function selectorProblem(selector: string): string | undefined {
  if (selector.trim() === '') return 'an empty selector would match every pod of the namespace';
  try {
    anySelector.parse(selector, undefined);
    return undefined;
  } catch (error) {
    if (error instanceof BadValue) return `"${selector}": ${error.message}`;
    throw error;
  }
}
