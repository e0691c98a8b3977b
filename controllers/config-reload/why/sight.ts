import { Registry } from 'prom-client';
import { systemClock } from '../../../ground/time/clock.ts';
import type { Client } from '../../../kube/client/client.ts';
import { createLog } from '../../runtime/tell/log.ts';
import { judging } from '../brake.ts';
import { inOrder, type Held, type WantedRoll } from '../decide/judge.ts';
import type { NamespaceSources } from '../decide/namespace-sources.ts';
import { policyOf, strategyOf, type Policy } from '../decide/policy.ts';
import { createRollTimes } from '../decide/roll-times.ts';
import type { ReloadSettings } from '../flags.ts';
import { readDigestKey } from '../follow/digest-key.ts';
import { createLook, type WorkloadPlan } from '../follow/look.ts';
import { followAll } from '../follow/reload-stores.ts';
import { annotationKeysOf, type AnnotationKeys } from '../seen/annotation-keys.ts';
import { located, namedElsewhere } from '../seen/elsewhere.ts';
import type { WorkloadKey } from '../seen/reload-key.ts';
import { SOURCE_TYPES, sourceTypesOf } from '../seen/source-type.ts';
import type { Workload } from '../seen/workload.ts';
import { createReloadMetrics } from '../tell/metrics.ts';
import { createFollowOnce } from './follow-once.ts';

/** A workload as config-reload sees it now, and what it would do for it. */
export interface Sight extends WorkloadPlan {
  readonly key: WorkloadKey;
  readonly sources: NamespaceSources;
  readonly policy: Policy;
  readonly keys: AnnotationKeys;
  /** Of a roll: what holds it; `skipped`: the change is given up. */
  readonly held?: Held | 'skipped';
  /** Of a pause that is over: why it does not end. */
  readonly outOfTime?: string;
  /** What cannot be read of its annotations. */
  readonly problems: readonly string[];
  /** Why Secrets are not compared: the key that their digests are made with is not there to read, or they may not be listed. */
  readonly withoutSecrets?: 'no-key' | 'refused';
}

export interface SightOptions {
  readonly client: Client;
  /** Of the controller. */
  readonly settings: ReloadSettings;
  /** Does it look after this other namespace? */
  readonly isWatched: (namespace: string) => boolean;
  readonly wall: () => number;
}

const NO_KEY = { id: '', bytes: Buffer.alloc(0) };
const SILENT = createLog({ level: 'error', format: 'json', out: { write: () => true } });

/**
 * Looks once, with the code by which the controller looks. Undefined where there is no such workload; throws ApiError
 * where its kind may not be listed.
 */
export async function lookOnce(key: WorkloadKey, options: SightOptions): Promise<Sight | undefined> {
  const { settings, isWatched } = options;
  const [namespace = ''] = key.storeKey.split('/');
  const sight = await lookIn([namespace], key, options);
  const { interest } = sight?.workload ?? {};
  const others =
    interest === undefined ? [] : namedElsewhere(interest, sourceTypesOf(settings)).map((id) => located(id, namespace).namespace);
  const watched = [...new Set(others)].filter(isWatched);
  return watched.length === 0 ? sight : lookIn([namespace, ...watched], key, options);
}

async function lookIn(
  namespaces: readonly [own: string, ...others: string[]],
  key: WorkloadKey,
  { client, settings: given, wall }: SightOptions,
): Promise<Sight | undefined> {
  const settings = { ...given, namespaces, 'namespaces-to-ignore': [], 'namespace-selector': [] };
  const [own] = namespaces;
  const wantsKey = sourceTypesOf(settings).includes('Secret');
  const digestKey = wantsKey ? await readDigestKey(client, settings['state-namespace']) : undefined;
  const { follow, listed, refusal } = createFollowOnce(client, digestKey === undefined ? ['Secret'] : []);
  const metrics = createReloadMetrics({ metrics: new Registry(), watchQueue: () => undefined }, false);
  const stores = followAll({ follow, clock: systemClock, log: SILENT }, settings, metrics);
  await listed();
  const refused = refusal(key.kind, own);
  if (refused !== undefined) throw refused;

  const policy = policyOf(settings);
  const look = createLook({
    ...stores,
    policy,
    strategy: strategyOf(settings),
    digestKey: async () => digestKey ?? NO_KEY,
    metrics,
    wall,
  });
  const seen = await look(key, client);
  if (seen === undefined) return undefined;
  const rollTimes = createRollTimes(settings);
  const times = seen.workload.interest?.rollTimes ?? {};
  const gate = judging({ settings, stores, workloads: stores.workloads });
  return {
    ...seen,
    key,
    policy,
    keys: annotationKeysOf(settings),
    sources: stores.sources.in(own),
    held: seen.plan.do === 'roll' ? heldBy(gate, { key, kind: seen.kind, workload: seen.workload, plan: seen.plan }, wall()) : undefined,
    outOfTime: seen.plan.do === 'resume' ? rollTimes.outOfTime(times, wall())?.why : undefined,
    problems: [...rollTimes.problemsOf(times), ...namesInVain(seen.workload)],
    withoutSecrets: !wantsKey
      ? undefined
      : digestKey === undefined
        ? 'no-key'
        : refusal('Secret', own) !== undefined
          ? 'refused'
          : undefined,
  };
}

function namesInVain({ interest }: Workload): readonly string[] {
  const all = SOURCE_TYPES.flatMap((type) => [
    ...(interest?.wishes[type].named.bad ?? []),
    ...(interest?.wishes[type].named.notInFull ?? []),
  ]);
  return all.length === 0
    ? []
    : [`What it names matches nothing, being neither a regular expression nor namespace/name: ${all.join(', ')}`];
}

function heldBy({ said, judges }: Pick<ReturnType<typeof judging>, 'said' | 'judges'>, roll: WantedRoll, now: number): Sight['held'] {
  const { hold } = said(roll);
  if (hold === 'skip') return 'skipped';
  const verdict = hold === 'release' ? 'go' : inOrder(judges)(roll, now);
  return verdict === 'go' ? undefined : verdict;
}
