import { abortOf } from '../../../ground/time/abort.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import type { DiscoveredResources } from '../../../kube/client/discover-all.ts';
import { apiVersionOf, resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import { describeError, type Log } from '../../runtime/tell/log.ts';
import { discoveries } from './discoveries.ts';
import type { FollowedState } from './follower-health.ts';
import type { ResourceFollower } from './resource-follower.ts';

export interface FollowedResourcesOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** What of all that is served is to be followed. */
  readonly choose: (served: DiscoveredResources, signal: AbortSignal) => Promise<readonly Resource<KubeObject>[]>;
  /** `isNew`: the server did not serve it before, so that all that is there has come since. */
  readonly follower: (resource: Resource<KubeObject>, isNew: boolean) => ResourceFollower;
}

/** Everything that is followed: what is served comes and goes. */
export interface FollowedResources {
  run(signal: AbortSignal): Promise<void>;
  problems(): readonly string[];
  states(): Iterable<FollowedState>;
}

interface Followed {
  readonly follower: ResourceFollower;
  readonly apiVersion: string;
  /** Resolves once it has ended. */
  end(): Promise<void>;
}

export function createFollowedResources({ client, clock, random, log, choose, follower }: FollowedResourcesOptions): FollowedResources {
  const followed = new Map<string, Followed>();
  /** Why it is not known yet what is to be followed: until all that was found first is followed. */
  let unknown: string | undefined = 'not asked yet';
  let broken: DiscoveredResources['broken'] = new Map();

  const start = (each: ResourceFollower, apiVersion: string, parent: AbortSignal, fail: (error: unknown) => void): Followed => {
    const ending = new AbortController();
    const ended = each.run(AbortSignal.any([parent, ending.signal])).catch(fail);
    const end = async (): Promise<void> => {
      ending.abort();
      await ended;
    };
    return { follower: each, apiVersion, end };
  };
  const tellBroken = (now: DiscoveredResources['broken']): void => {
    for (const [group, why] of now)
      if (!broken.has(group)) log.warn({ group, error: why }, 'cannot follow what is in this group; the others are');
    for (const group of broken.keys()) if (!now.has(group)) log.info({ group }, 'this group can be followed again');
  };
  async function update(served: DiscoveredResources, signal: AbortSignal, fail: (error: unknown) => void): Promise<void> {
    const isFirst = unknown !== undefined;
    const chosen = new Map((await choose(served, signal)).map((resource) => [resourceTitle(resource), resource]));
    if (signal.aborted) return;
    tellBroken(served.broken);
    for (const [title, { follower: old, apiVersion, end }] of followed) {
      const resource = chosen.get(title);
      if (resource !== undefined && apiVersionOf(resource) === apiVersion) continue;
      if (resource === undefined && served.broken.has(apiVersion)) continue; // it may be there, behind a server that is away
      await end();
      followed.delete(title);
      if (signal.aborted) return;
      if (resource === undefined) {
        log.info({ resource: title }, 'is not served any more: what was there is deleted');
        old.gone();
      } else {
        log.info({ resource: title, from: apiVersion, to: apiVersionOf(resource) }, 'is followed in another version');
        followed.set(title, start(old.inVersion(resource), apiVersionOf(resource), signal, fail));
      }
    }
    for (const [title, resource] of chosen) {
      if (followed.has(title)) continue;
      const isNew = !isFirst && !broken.has(apiVersionOf(resource));
      if (!isFirst) log.info({ resource: title }, 'is served now, and followed');
      followed.set(title, start(follower(resource, isNew), apiVersionOf(resource), signal, fail));
    }
    broken = served.broken;
    unknown = undefined;
  }
  return {
    async run(signal) {
      const { promise: failure, reject: fail } = Promise.withResolvers<never>();
      const work = async (): Promise<void> => {
        const onFailure = (error: unknown, retryMs: number): void => {
          if (unknown !== undefined) unknown = describeError(error);
          log.warn({ error, retryMs: Math.round(retryMs) }, 'cannot ask what there is to follow');
        };
        for await (const served of discoveries({ client, signal, clock, random, onFailure })) await update(served, signal, fail);
        await abortOf(signal);
        await Promise.all(Array.from(followed.values(), ({ end }) => end()));
      };
      await Promise.race([work(), failure]);
    },
    problems: () => [
      ...(unknown === undefined ? [] : [`what there is to follow is not known yet: ${unknown}`]),
      ...Array.from(followed.values(), ({ follower: each }) => each.problems()).flat(),
    ],
    *states() {
      for (const { follower: each } of followed.values()) yield* each.states();
    },
  };
}
