import { createHash } from 'node:crypto';
import { abortOf } from '../../ground/time/abort.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { createConditions } from '../../ground/time/condition.ts';
import type { Message } from '../../events/message.ts';
import type { ResourceChange } from '../../events/resource-change.ts';
import type { Parts, Reconcile } from '../runtime/definition.ts';
import { UsageError } from '../runtime/flags/flags.ts';
import { clusterName } from './cluster-name.ts';
import { encoderOf, formatOf } from './format.ts';
import { namespacesOf, objectName, placesHash, type EventSettings } from './flags.ts';
import { createOwnVersions } from './follow/own-versions.ts';
import { createFollowing } from './following.ts';
import { createCheckpointMap } from './keep/checkpoint-map.ts';
import { createCheckpoints } from './keep/checkpoints.ts';
import { createCheckpointKeeper } from './keep/keep-checkpoint.ts';
import { publishing } from './lead.ts';
import { createChangeOutbox } from './outbox/change-outbox.ts';
import { spareMemory } from './outbox/spare-memory.ts';
import type { Prepared } from './prepare.ts';
import { openSqliteStore } from './stored/sqlite-store.ts';
import type { StateStore } from './stored/state-store.ts';
import { serveKollectPaths } from './serve/serve-kollect-paths.ts';
import { createDeadLetters } from './tell/dead-letters.ts';
import { createEventMetrics } from './tell/metrics.ts';
import { observeOutbox } from './tell/observe-outbox.ts';
import { createReadiness } from './tell/readiness.ts';

/** From the outbox outwards. Nothing is reconciled here: what is noticed goes into the outbox in its order. */
export function assemble(parts: Parts, settings: EventSettings, prepared: Prepared): Reconcile {
  const { client, clock, log, metrics: registry } = parts;
  const { bus, deadLetters: deadLetterBus, namespace } = prepared;
  const started = createStart();
  const encode = (change: ResourceChange): Message => started.encode(change);
  const deadLetters = createDeadLetters({ bus: deadLetterBus, encode, clock, log });
  let checkpointAt: number | undefined;
  const sink = new URL(bus.title).protocol.replace(':', '');
  const metrics = createEventMetrics(registry, sink, {
    pending: () => outbox.pending,
    pendingBytes: () => outbox.pendingBytes,
    oldestSeconds: () => (outbox.oldestAt === undefined ? 0 : (clock.now() - outbox.oldestAt) / 1_000),
    checkpointAgeSeconds: () => (checkpointAt === undefined ? undefined : (clock.now() - checkpointAt) / 1_000),
    followed: () => following.states(),
  });
  const store = openStore(settings, prepared, parts);
  const outbox = createChangeOutbox({
    ...(store === undefined ? {} : { journal: store.journal }),
    encode,
    maxBytes: settings['outbox-bytes'],
    maxChanges: settings['outbox-events'],
    observer: observeOutbox({ metrics, deadLetters, log, bus: bus.title, onAway: spareMemory }),
    clock,
  });
  const map = createCheckpointMap({ client, name: { namespace, name: objectName(settings) }, clock, random: Math.random, log });
  const checkpoints = createCheckpoints({ clusterId: settings['cluster-id'], outbox, log });
  const own = createOwnVersions({ client, outbox, namespaces: namespacesOf(settings), clock });
  const following = createFollowing({ parts, settings, prepared, outbox, checkpoints, metrics, own, store });
  const keeper = createCheckpointKeeper({ map, current: checkpoints.current, clock, log, onWritten: () => (checkpointAt = clock.now()) });

  const reading = new AbortController();
  const lead = publishing({
    outbox,
    bus,
    checkpoint: keeper,
    drainMs: settings['drain-timeout'],
    stopReading: () => reading.abort(),
    clock,
    log,
  });
  parts.whileLeading((duty) => {
    started.leads();
    own.lead(AbortSignal.any([duty.leaving, duty.signal]));
    return lead(duty).finally(() => started.leaves());
  });
  parts.beside(async (stop) => {
    const signal = AbortSignal.any([stop, reading.signal]);
    const noting = map.run(signal, (data) => {
      checkpointAt = clock.now();
      checkpoints.read(data);
    });
    await map.known(signal);
    const cluster =
      formatOf(settings) === 'cloudevents' && settings['cluster-id'] === '' ? await clusterName(client, clock, log, signal) : '';
    started.encodeBy(encoderOf(settings, cluster));
    // A stand-by without a checkpoint would have all that is there in its outbox, when the leader has published that long ago.
    await Promise.race([started.leading(signal), map.present(signal)]);
    await following.run(signal);
    await noting;
  });
  const readiness = createReadiness({ following, outbox, clock, bus: bus.title, isLeading: started.isLeading });
  parts.alsoReady(readiness);
  parts.beside((stop) => serveKollectPaths({ address: settings['kollect-addr'], ready: readiness, metrics: registry, log, stop }));
  parts.beside(async (stop) => {
    await abortOf(stop);
    await deadLetters.settled();
    await Promise.all([bus.close(), deadLetterBus?.close()]);
    store?.close();
  });
  return async () => 'on-change';
}

function openStore(settings: EventSettings, { what }: Prepared, { clock, log }: Parts): StateStore | undefined {
  const folder = settings['state-dir'];
  if (folder === '') return undefined;
  // What was stored for another choice of objects is not all that is chosen now.
  const chosen = createHash('sha256').update(JSON.stringify([settings.include, settings.exclude, placesHash(settings), what.rules]));
  try {
    const clusterId = `${settings['cluster-id']} ${chosen.digest('base64url').slice(0, 12)}`;
    return openSqliteStore({ folder, clusterId, clock, tell: (problem) => log.warn({ folder }, problem) });
  } catch (error) {
    throw new UsageError(`--state-dir: cannot use ${folder}: ${messageOf(error)}; give a folder that this process may write`, {
      cause: error,
    });
  }
}

/** What is known only once the process is at work. */
function createStart() {
  const conditions = createConditions();
  let encode: ((change: ResourceChange) => Message) | undefined;
  let leads = false;
  return {
    encodeBy: (encoder: (change: ResourceChange) => Message) => void (encode = encoder),
    encode(change: ResourceChange): Message {
      if (encode === undefined) throw new TypeError('nothing can be written before it is known how');
      return encode(change);
    },
    leads() {
      leads = true;
      conditions.changed();
    },
    leaves: () => void (leads = false),
    isLeading: () => leads,
    leading: (signal: AbortSignal) => conditions.when(() => leads, signal),
  };
}
