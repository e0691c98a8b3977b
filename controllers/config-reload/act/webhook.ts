import { Counter } from 'prom-client';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { abortOf } from '../../../ground/time/abort.ts';
import { createFailures, type BackOff } from '../../../ground/time/back-off.ts';
import type { ReconcileContext } from '../../runtime/definition.ts';
import type { Outcome } from '../../runtime/queue/outcome.ts';
import { NOTIFIED } from '../seen/annotation-keys.ts';
import type { SourceChange } from '../decide/compare.ts';
import type { FollowedWorkloads } from '../follow/followed-workloads.ts';
import { reloadKeys, type ReloadParts, type SourceKey } from '../seen/reload-key.ts';
import type { Look, WorkloadPlan } from '../follow/look.ts';
import { markerType } from '../seen/marker.ts';
import { eventOf, resourceOf, type ReloadMetrics } from '../tell/metrics.ts';
import type { Perform } from '../decide/work.ts';
import type { Receiver } from '../tell/post.ts';
import { parseRecord, type AppliedRecord, type Entry } from '../seen/record.ts';
import { idSeenFrom, located } from '../seen/elsewhere.ts';
import { sourceId, typeAndName } from '../seen/source-type.ts';
import { giveUpTooLarge, type Recorded } from '../tell/too-large.ts';
import { writeRecord } from './write-record.ts';

const RETRIES: BackOff = { firstMs: 1_000, longestMs: 300_000 };

/** Rolls nothing: a change is handed on to the key of its source, so that all the workloads that it concerns are in one post. */
export const createHandOver =
  (parts: ReloadParts): Perform =>
  async ({ kind, workload, plan }, client) => {
    if (plan.do === 'record') await note(parts, client, { kind, workload, record: plan.record });
    if (plan.do === 'roll')
      for (const { id } of plan.changes) {
        const { type, namespace, name } = located(id, workload.metadata?.namespace ?? '');
        parts.wake({ of: 'post', namespace, id: sourceId(type, name) });
      }
    return 'on-change';
  };

export interface PostingOptions {
  readonly parts: ReloadParts;
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
  const failures = createFailures(RETRIES);
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
        const retryMs = failures.add(`${namespace}/${id}`);
        log.warn({ ...title, ...problem, retryMs }, 'change not posted');
        return { afterMs: retryMs };
      }
      failures.forget(`${namespace}/${id}`);
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
  const keys = new Map(Array.from(workloads.concerned(namespace, id), (key) => [reloadKeys.text(key), key]));
  for (const [text, key] of keys) {
    const sight = await look(key, client);
    if (sight?.plan.do !== 'roll') continue;
    const { changes, record } = sight.plan;
    const known = idSeenFrom(sight.workload.metadata?.namespace ?? '', { ...typeAndName(id), namespace });
    const change = changes.find((each) => each.id === known);
    const entry = record.sources[known];
    if (change !== undefined && entry !== undefined)
      found.push({ ...sight, key: text, change, entry, record: withOnly(known, sight.before, changes, record) });
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

async function note(parts: ReloadParts, client: Client, noted: Recorded): Promise<void> {
  try {
    await writeRecord(client, noted, NOTIFIED);
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
