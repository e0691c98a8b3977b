import { Counter } from 'prom-client';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { metadataOf, nameOf } from '../../../kube/objects/resource.ts';
import { timestamp } from '../../../ground/time/timestamp.ts';
import { abortOf } from '../../../ground/time/abort-of.ts';
import type { Parts, ReconcileContext } from '../../runtime/definition.ts';
import type { Outcome } from '../../runtime/work/outcome.ts';
import { NOTIFIED } from '../seen/annotation-keys.ts';
import type { SourceChange } from '../decide/compare.ts';
import type { FollowedWorkloads } from '../follow/followed-workloads.ts';
import { FIELD_MANAGER, KINDS, postKey, type SourceKey } from '../seen/kinds.ts';
import type { Look, WorkloadPlan } from '../follow/look.ts';
import { markerType } from '../seen/marker.ts';
import { eventOf, resourceOf, type ReloadMetrics } from '../tell/metrics.ts';
import type { Performer } from '../decide/performer.ts';
import type { Receiver } from '../tell/post.ts';
import { parseRecord, renderRecord, type AppliedRecord, type Entry } from '../seen/record.ts';
import { typeAndName } from '../seen/source-type.ts';
import { giveUpTooLarge, type Recorded } from '../decide/too-large.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;

/** Rolls nothing: a change is handed on to the key of its source, so that all the workloads that it concerns are in one post. */
export const handingOn = (parts: Parts): Performer => ({
  take: (_, workload) => workload,
  async perform({ kind, workload, plan }, client) {
    if (plan.do === 'record') await note(parts, client, { kind, workload, record: plan.record });
    if (plan.do === 'roll') for (const { id } of plan.changes) parts.wake(postKey(workload.metadata?.namespace ?? '', id));
    return 'on-change';
  },
  goOn: async () => 'on-change',
});

export interface PostingOptions {
  readonly parts: Parts;
  readonly metrics: ReloadMetrics;
  readonly receiver: Receiver;
  readonly workloads: FollowedWorkloads;
  readonly look: Look;
}

/** A workload that a change of the source concerns, and has not been noted on yet. */
interface Concerned extends WorkloadPlan {
  readonly key: string;
  readonly change: SourceChange;
  readonly entry: Entry;
  /** What it is to say once this change, and no other, has been posted. */
  readonly record: AppliedRecord;
}

/** Posts the change of a source, until it is taken; then it is noted on each workload, so that nobody posts it again. */
export function createPoster({
  parts,
  metrics,
  receiver,
  workloads,
  look,
}: PostingOptions): (source: SourceKey, turn: ReconcileContext) => Promise<Outcome> {
  const { log, wall, metrics: registry, beside } = parts;
  const posts = new Counter({
    registers: [registry],
    name: 'civ_webhook_posts_total',
    help: 'Posts to the webhook, by what became of them',
    labelNames: ['result'],
  });
  for (const result of ['taken', 'failed']) posts.inc({ result }, 0);
  /** Taken by the receiver, and perhaps not on the record yet: by workload and source. */
  const taken = new Map<string, string>();
  const failures = new Map<string, number>();
  beside((stop) => abortOf(stop).then(() => receiver.close()));

  return async (source, { client, signal }) => {
    const { namespace, id } = source;
    const concerned = await concernedBy(source, { workloads, look, client });
    const due = concerned.filter(({ key, entry }) => taken.get(`${key} ${id}`) !== JSON.stringify(entry));
    if (due.length > 0) {
      const title = { source: `${namespace}/${id}`, workloads: due.map(({ key }) => key) };
      const problem = await receiver.post(bodyOf(source, due, timestamp(wall())), 'application/json', signal).then(
        (status) => (status >= 200 && status < 300 ? undefined : { status }),
        (error: unknown) => ({ error }),
      );
      posts.inc({ result: problem === undefined ? 'taken' : 'failed' });
      for (const { kind, change } of due) {
        metrics.processed(eventOf(change), resourceOf(id), problem === undefined ? 'success' : 'error');
        if (problem === undefined) metrics.matched(kind);
      }
      if (problem !== undefined) {
        const tries = failures.get(`${namespace}/${id}`) ?? 0;
        const retryMs = Math.min(FIRST_RETRY_MS * 2 ** tries, LONGEST_RETRY_MS);
        failures.set(`${namespace}/${id}`, tries + 1);
        log.warn({ ...title, ...problem, retryMs }, 'change not posted');
        return { afterMs: retryMs };
      }
      failures.delete(`${namespace}/${id}`);
      for (const { key, entry } of due) taken.set(`${key} ${id}`, JSON.stringify(entry));
      log.info(title, 'change posted');
    }
    const noted = await Promise.allSettled(concerned.map((each) => note(parts, client, each)));
    concerned.forEach(({ key }, at) => noted[at]?.status === 'fulfilled' && taken.delete(`${key} ${id}`));
    const failed = noted.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    return 'on-change';
  };
}

async function concernedBy(
  { namespace, id }: SourceKey,
  { workloads, look, client }: { readonly workloads: FollowedWorkloads; readonly look: Look; readonly client: Client },
): Promise<readonly Concerned[]> {
  const found: Concerned[] = [];
  for (const key of new Set(workloads.concerned(namespace, id))) {
    const sight = await look(key, client);
    if (sight?.plan.do !== 'roll') continue;
    const { changes, record } = sight.plan;
    const change = changes.find((each) => each.id === id);
    const entry = record.sources[id];
    if (change !== undefined && entry !== undefined)
      found.push({ ...sight, key, change, entry, record: withOnly(id, sight.workload.interest?.record, changes, record) });
  }
  return found;
}

/** The other changes are not posted yet: of those it says what it said. */
function withOnly(id: string, before: string | undefined, changes: readonly SourceChange[], after: AppliedRecord): AppliedRecord {
  const old = parseRecord(before)?.sources ?? {};
  const others = new Set(changes.map((change) => change.id).filter((other) => other !== id));
  return {
    ...after,
    sources: Object.fromEntries(
      Object.entries(after.sources).flatMap(([each, entry]) =>
        others.has(each) ? Object.entries(old).filter(([other]) => other === each) : [[each, entry]],
      ),
    ),
  };
}

async function note(parts: Parts, client: Client, noted: Recorded): Promise<void> {
  const { kind, workload, record } = noted;
  const { uid, resourceVersion } = workload.metadata ?? {};
  try {
    await client.patch(
      metadataOf(KINDS[kind]),
      nameOf(workload),
      { merge: { metadata: { uid, resourceVersion, annotations: { [NOTIFIED]: renderRecord(record) } } } },
      { fieldManager: FIELD_MANAGER },
    );
  } catch (error) {
    if (!ApiError.is(error, 'not-found')) giveUpTooLarge(parts, noted, error);
  }
}

function bodyOf({ namespace, id }: SourceKey, due: readonly Concerned[], time: string): string {
  const { type, name } = typeAndName(id);
  const [{ change, entry } = { change: undefined, entry: undefined }] = due;
  return JSON.stringify({
    webhook: 'update successful',
    kind: type,
    namespace,
    resourceName: name,
    resourceType: markerType(type),
    cause: change?.cause,
    // The marker of a Secret is a hash that anybody could try values against.
    hash: type === 'Secret' && typeof entry === 'object' ? entry.digest : change?.marker,
    timestamp: time,
    workloads: due.map(({ kind, workload: { metadata } }) => ({ kind, name: metadata?.name, namespace: metadata?.namespace })),
  });
}
