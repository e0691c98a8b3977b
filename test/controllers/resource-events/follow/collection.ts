import { createCollectionFollower, type CollectionFollower } from '../../../../controllers/resource-events/follow/collection-follower.ts';
import { createSlots } from '../../../../controllers/resource-events/follow/slots.ts';
import { createDigest } from '../../../../controllers/resource-events/change/digest.ts';
import { createResourceStates, type ResourceStates } from '../../../../controllers/resource-events/change/resource-states.ts';
import type { ResumeFrom } from '../../../../controllers/resource-events/resume/resume-plan.ts';
import { WITHOUT_RULE } from '../../../../controllers/resource-events/rules/change-rule.ts';
import { createLog } from '../../../../controllers/runtime/tell/log.ts';
import type { ResourceChange } from '../../../../events/resource-change.ts';
import { createConditions } from '../../../../ground/time/condition.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { configMaps } from '../../../../kube/objects/built-in.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';
import { parsed } from '../objects.ts';

/** ConfigMaps of the namespace `default` that are followed, and all that is noticed. */
export interface FollowedCollection extends CollectionFollower {
  readonly changes: readonly ResourceChange[];
  /** Each change: `updated a 1 -> 2`; the number is what `data.wood` says. */
  words(): readonly string[];
  readonly states: ResourceStates;
  readonly reached: readonly string[];
  readonly resumed: readonly string[];
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  /** Resolves when so many changes were noticed. */
  noticed(count: number): Promise<void>;
  /** Resolves when everything up to this version was taken. */
  hasReached(version: string): Promise<void>;
  /** Reads no more until the answer is called. */
  holdBack(): () => void;
  stop(): Promise<void>;
}

export interface FollowedOptions extends Partial<ResumeFrom> {
  /** What the state dir has, of the version `stored`. */
  readonly remembered?: ResourceStates;
  /** Up to where another replica has published everything. */
  readonly published?: () => string | undefined;
}

const statesOfConfigMaps = (): ResourceStates => createResourceStates(noticing);

const resource = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap' };
const noticing = {
  clusterId: 'east',
  resource,
  now: () => 0,
  ruleFor: () => WITHOUT_RULE,
  digest: createDigest(),
  partial: false,
};

export function followConfigMaps(
  client: Client,
  { remembered, published = () => undefined, ...resume }: FollowedOptions = {},
): FollowedCollection {
  const changes: ResourceChange[] = [];
  const reached: string[] = [];
  const resumed: string[] = [];
  const logs: Record<string, unknown>[] = [];
  const states = statesOfConfigMaps();
  const conditions = createConditions();
  const stopping = new AbortController();
  let isHeld = false;
  const log = createLog({
    level: 'debug',
    format: 'json',
    out: { write: (line) => logs.push(JSON.parse(line) as Record<string, unknown>) },
  });
  const follower = createCollectionFollower({
    client,
    resource: configMaps,
    namespace: 'default',
    states,
    source: noticing,
    resume: { silentFirst: false, listsNewerOnly: false, ...resume },
    ...(remembered === undefined ? {} : { before: { restore: () => remembered.entries(), discard: () => {} } }),
    intake: {
      take(noticed) {
        if (noticed.what === 'change') changes.push(noticed.change);
        conditions.changed();
      },
      reached(version) {
        reached.push(version);
        conditions.changed();
      },
      room: (signal) => conditions.when(() => !isHeld, signal),
      resumed: (how) => void resumed.push(how),
    },
    overtaken: (version) => [published()].find((at) => Number(at) > Number(version)),
    slots: createSlots(4),
    clock: createVirtualClock({ pauses: 'jump' }),
    random: () => 0,
    staleMs: 15_000,
    log,
  });
  const running = follower.run(stopping.signal);
  return {
    ...follower,
    states,
    changes,
    words: () => changes.map(inWords),
    reached,
    resumed,
    logs,
    noticed: (count) => conditions.when(() => changes.length >= count, stopping.signal),
    hasReached: (version) => conditions.when(() => Number(reached.at(-1) ?? 0) >= Number(version), stopping.signal),
    holdBack() {
      isHeld = true;
      return () => {
        isHeld = false;
        conditions.changed();
      };
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function inWords({ type, object, then, now }: ResourceChange): string {
  const wood = (state: Uint8Array | undefined): string =>
    (parsed(state) as { readonly data?: { readonly wood?: string } } | undefined)?.data?.wood ?? '';
  if (type === 'gap') return 'gap';
  return type === 'updated' ? `updated ${object.name} ${wood(then)} -> ${wood(now)}` : `${type} ${object.name} ${wood(now ?? then)}`;
}
