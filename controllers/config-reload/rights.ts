import { configMaps, pods, secrets } from '../../kube/objects/built-in.ts';
import { eventRights } from '../runtime/rights/event-rights.ts';
import type { NeededRight } from '../runtime/rights/needed-right.ts';
import { replacesPods, type ReloadSettings } from './flags.ts';
import { DIGEST_KEY_SECRET } from './follow/digest-key.ts';
import { STATE_CONFIG_MAP } from './follow/replacements.ts';
import { CUSTOM_KINDS, KINDS, kindsOf } from './seen/kinds.ts';
import { sourceTypesOf, type SourceType } from './seen/source-type.ts';
import type { WorkloadKind } from './seen/workload.ts';
import { META_INFO } from './tell/meta-info.ts';

/** What config-reload needs with these settings beside what it follows. */
export const writingRights = (settings: ReloadSettings): readonly NeededRight[] => [
  ...(replacesPods(settings) ? podRights(settings) : []),
  // What a dry run does not change, it does not read to change it either.
  ...(settings['dry-run'] ? [] : [...kindsOf(settings).map((kind) => workloadRight(kind, settings)), ...ownRights(settings)]),
];

/** By what a workload is changed, beside the PATCH of its record. */
const MORE_VERBS: Partial<Record<WorkloadKind, readonly string[]>> = {
  CronJob: ['get'],
  Job: ['get', 'create', 'delete'],
};

const workloadRight = (kind: WorkloadKind, settings: ReloadSettings): NeededRight => ({
  verbs: ['patch', ...(settings['webhook-url'] === '' ? (MORE_VERBS[kind] ?? []) : [])],
  resource: KINDS[kind],
  namespaces: settings.namespaces,
  without: `no ${kind} rolls`,
  optional: CUSTOM_KINDS.includes(kind),
  vitalFor: 'to roll a workload',
});

/** Who does not use the annotation does not need them; who does nothing else, does. */
function podRights(settings: ReloadSettings): readonly NeededRight[] {
  const { namespaces: only, 'pods-only': podsOnly, 'pod-replacement': how } = settings;
  const about = {
    resource: pods,
    namespaces: only,
    without: 'no pods are replaced for magalix.com/podDeleteMatch (--pod-delete-match=false if nobody asks for it)',
    optional: !podsOnly,
    ...(podsOnly ? { vitalFor: 'to replace pods' } : {}),
  };
  if (how !== 'evict') return [{ ...about, verbs: ['list', 'delete'] }];
  return [
    { ...about, verbs: ['list'] },
    { ...about, verbs: ['create'], subresource: 'eviction', vitalFor: undefined },
  ];
}

/** In its own namespace, and Events everywhere. */
function ownRights(settings: ReloadSettings): readonly NeededRight[] {
  const { namespaces: only, 'state-namespace': own, 'meta-info-namespace': metaInfo } = settings;
  const follows = (type: SourceType): boolean => sourceTypesOf(settings).includes(type);
  const key = { resource: secrets, namespaces: [own], without: 'nothing rolls for a Secret: there is no key to make digests with' };
  const note = { resource: configMaps, namespaces: [own], without: 'no pods are replaced: which content they have cannot be noted' };
  const notesPods = replacesPods(settings) && settings['pod-state'] === 'configmap';
  const optional = !settings['pods-only'];
  const noInfo = { resource: configMaps, namespaces: [metaInfo], without: `${META_INFO} is not published`, optional: true };
  return [
    ...(settings.events ? [eventRights(only)] : []),
    ...(follows('Secret')
      ? [
          { ...key, verbs: ['get'], name: DIGEST_KEY_SECRET },
          { ...key, verbs: ['create'] },
        ]
      : []),
    ...(notesPods
      ? [
          { ...note, optional, verbs: ['get', 'patch'], name: STATE_CONFIG_MAP },
          { ...note, optional, verbs: ['create'] },
        ]
      : []),
    ...(metaInfo === '' ? [] : [{ ...noInfo, verbs: ['create', 'patch'], name: META_INFO }]),
  ];
}
