import { configMaps, secrets } from '../../../kube/objects/built-in.ts';
import { metadataOf, resource } from '../../../kube/objects/resource.ts';
import type { EventSubject } from '../../runtime/definition.ts';
import { SHARE_WITH, type AnnotationKeys } from '../seen/annotation-keys.ts';
import { located, namedElsewhere } from '../seen/elsewhere.ts';
import { KINDS } from '../seen/kinds.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import { badShares } from '../seen/share.ts';
import type { SourceType } from '../seen/source-type.ts';
import type { Interest } from '../seen/workload.ts';
import type { FollowedSources } from './followed-sources.ts';
import type { Look } from './look.ts';
import type { WatchedNamespaces } from './watched-namespaces.ts';

export interface ShareReportOptions {
  readonly parts: Pick<ReloadParts, 'log' | 'recordEvent'>;
  readonly watched: WatchedNamespaces;
  readonly sources: FollowedSources;
  readonly types: readonly SourceType[];
  readonly keys: Pick<AnnotationKeys, 'named'>;
}

interface Problem {
  readonly about: EventSubject;
  readonly reason: 'SourceNotShared' | 'ReloadAnnotation';
  readonly message: string;
}

/** Says of each workload once which sources of other namespaces it names in vain. */
export function createShareReports(options: ShareReportOptions, look: Look): Look {
  const { log, recordEvent } = options.parts;
  const told = new Map<string, readonly string[]>();
  return async (key, client) => {
    const seen = await look(key, client);
    const { metadata: { uid = '', namespace = '' } = {}, interest } = seen?.workload ?? {};
    if (seen === undefined || interest === undefined) return seen;
    const about = { resource: KINDS[seen.kind], object: seen.workload };
    const problems = [
      ...namedElsewhere(interest, options.types).flatMap((id) => problemsWith(id, namespace, about, options)),
      ...notInFull(interest, about, options),
    ];
    const before = told.get(uid) ?? [];
    for (const { message, reason, about: subject } of problems.filter((problem) => !before.includes(problem.message))) {
      const { namespace: place, name } = subject.object.metadata ?? {};
      log.warn({ object: `${subject.resource.kind} ${place}/${name}`, problem: message }, 'annotation without effect');
      recordEvent(subject, { type: 'Warning', reason, message });
    }
    // What is mended and comes again is told again.
    if (problems.length > 0)
      told.set(
        uid,
        problems.map(({ message }) => message),
      );
    else told.delete(uid);
    return seen;
  };
}

/**
 * Whether a source is there is for those to know with whom it is shared: of one that is not there the same is said as of one
 * that is not shared.
 */
function problemsWith(id: string, own: string, about: EventSubject, { watched, sources, keys }: ShareReportOptions): readonly Problem[] {
  const { type, namespace, name } = located(id, own);
  const problem = (message: string): readonly Problem[] => [{ about, reason: 'SourceNotShared', message }];
  const title = `${type} ${namespace}/${name}, which ${keys.named[type]} names,`;
  if (!watched.includes(namespace)) return problem(`${title} does not count: this controller does not look after that namespace`);
  const known = sources.in(own);
  if (!known.reaches(id)) return []; // a right that lacks is said elsewhere
  const source = known.get(id);
  const bad = badShares(source?.sharedWith);
  const unshared =
    source === undefined || source.ignored
      ? problem(`${title} does not count: it is not there, or to be ignored, or its annotation ${SHARE_WITH} does not name ${own}`)
      : [];
  if (source === undefined || bad.length === 0) return unshared;
  const message = `${SHARE_WITH} lists namespaces, or beginnings of their names such as prod-*: no namespace can be meant by ${bad.join(', ')}`;
  return [...unshared, { about: { resource: RESOURCES[type], object: source }, reason: 'ReloadAnnotation', message }];
}

const RESOURCES: Readonly<Record<SourceType, EventSubject['resource']>> = {
  ConfigMap: configMaps,
  Secret: secrets,
  SecretProviderClass: metadataOf(resource('secrets-store.csi.x-k8s.io', 'v1', 'secretproviderclasses', 'SecretProviderClass')),
};

const notInFull = ({ wishes }: Interest, about: EventSubject, { types, keys }: ShareReportOptions): readonly Problem[] =>
  types.flatMap((type) =>
    wishes[type].named.notInFull.map((item) => ({
      about,
      reason: 'ReloadAnnotation' as const,
      message: `${keys.named[type]}: "${item}" matches nothing. A source of another namespace is named in full, as namespace/name: expressions are for names of the workload's own`,
    })),
  );
