import { configMaps, secrets } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { DigestKey } from '../decide/entry.ts';
import type { Debounce } from '../decide/debounce.ts';
import type { PodsPlan } from '../decide/replace-pods-step.ts';
import { selectorProblem } from '../decide/selector-problem.ts';
import { reloadKeys, type ReloadParts, type SourceKey } from '../seen/reload-key.ts';
import { digestOf, type Source } from '../seen/source.ts';
import { typeAndName } from '../seen/source-type.ts';
import type { FollowedSources } from './followed-sources.ts';
import type { PodReplacementStates } from './replacements.ts';
import type { WatchedNamespaces } from './watched-namespaces.ts';

export interface LookAtPodsOptions {
  readonly parts: Pick<ReloadParts, 'log' | 'recordEvent'>;
  readonly watched: WatchedNamespaces;
  readonly sources: FollowedSources;
  readonly replacements: PodReplacementStates;
  readonly debounce: Debounce;
  readonly digestKey: (client: Client) => Promise<DigestKey>;
}

interface PlannedPods {
  readonly selector: string;
  readonly plan: PodsPlan;
}

/** Undefined where the source is not there, or does not ask for pods to be replaced. */
export type LookAtPods = (key: SourceKey, client: Client) => Promise<PlannedPods | undefined>;

/** A source as the cache shows it, against which content its pods have: what is to be done for them. */
export const createLookAtPods =
  ({ parts, watched, sources, replacements, debounce, digestKey }: LookAtPodsOptions): LookAtPods =>
  async (key, client) => {
    const { namespace, id } = key;
    const source = watched.includes(namespace) ? sources.in(namespace).get(id) : undefined;
    if (source?.podSelector === undefined || source.ignored) return undefined;
    const selector = source.podSelector;
    const problem = selectorProblem(selector);
    if (problem !== undefined) {
      tellRefusal(parts, key, source, problem);
      return { selector, plan: { do: 'nothing' } };
    }
    const bytes = typeAndName(id).type === 'Secret' ? (await digestKey(client)).bytes : undefined;
    const digest = digestOf(source, 'all', bytes);
    const known = await replacements.get(client, namespace, id);
    if (known === undefined) {
      // What it was before it asked, or at first sight: what has changed since is not what pods have.
      const past = sources.in(namespace).past(id);
      const first = past.findLast((state) => state.source.podSelector === undefined) ?? past[0];
      return { selector, plan: { do: 'note', digest: digestOf(first?.source ?? source, 'all', bytes) } };
    }
    if (known.digest === digest) return { selector, plan: known.left.length === 0 ? { do: 'nothing' } : { do: 'go-on', known } };
    const text = reloadKeys.text({ of: 'pods', ...key });
    const waitMs = debounce.waitMs(text, digest);
    if (waitMs > 0) return { selector, plan: { do: 'nothing', afterMs: waitMs } };
    debounce.forget(text);
    return { selector, plan: { do: 'begin', digest } };
  };

function tellRefusal(
  { log, recordEvent }: Pick<ReloadParts, 'log' | 'recordEvent'>,
  { namespace, id }: SourceKey,
  source: Source,
  problem: string,
): void {
  log.warn({ source: `${namespace}/${id}`, problem }, 'no pod is replaced');
  recordEvent(
    { resource: typeAndName(id).type === 'Secret' ? secrets : configMaps, object: source },
    { type: 'Warning', reason: 'PodDeleteRefused', message: `no pod is replaced: ${problem}` },
  );
}
