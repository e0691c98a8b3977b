import { configMaps, events, namespaces, pods, secrets } from '../../kube/objects/built-in.ts';
import { resource } from '../../kube/objects/resource.ts';
import { LISTED_INSTEAD, type NeededRight } from '../runtime/rights/needed-right.ts';
import { replacesPods, type ReloadSettings } from './flags.ts';
import { DIGEST_KEY_SECRET } from './follow/digest-key.ts';
import { STATE_CONFIG_MAP } from './follow/replacements.ts';
import { CUSTOM_KINDS, KINDS, kindsOf } from './seen/kinds.ts';
import { SOURCE_RESOURCES } from './seen/source-resource.ts';
import { sourceTypesOf, type SourceType } from './seen/source-type.ts';
import type { WorkloadKind } from './seen/workload.ts';
import { META_INFO } from './tell/meta-info.ts';

/** What config-reload needs with these settings. The rest of the code asks for nothing else. */
export function rightsOf(settings: ReloadSettings): readonly NeededRight[] {
  const { namespaces: only, 'dry-run': isDryRun } = settings;
  return [
    ...sourceTypesOf(settings).flatMap((type) => sourceRights(type, only)),
    ...kindsOf(settings).flatMap((kind) => workloadRights(kind, settings)),
    ...(settings['namespace-selector'].length > 0 && only.length === 0 ? namespaceRights : []),
    ...(replacesPods(settings) ? podRights(settings) : []),
    ...(isDryRun ? [] : ownRights(settings)),
  ];
}

const POD_STATUSES = resource('secrets-store.csi.x-k8s.io', 'v1', 'secretproviderclasspodstatuses', 'SecretProviderClassPodStatus');

const followed = (about: Omit<NeededRight, 'verbs'>, verbs: readonly string[] = ['list']): readonly NeededRight[] => [
  { ...about, verbs },
  { ...about, verbs: ['watch'], without: LISTED_INSTEAD, optional: true, vitalFor: undefined },
];

function sourceRights(type: SourceType, only: readonly string[]): readonly NeededRight[] {
  const without = `nothing rolls for a ${type}`;
  const about = { resource: SOURCE_RESOURCES[type], namespaces: only, without };
  if (type !== 'SecretProviderClass') return followed({ ...about, vitalFor: 'to see what workloads are configured by' });
  return [...followed({ ...about, optional: true }), ...followed({ ...about, resource: POD_STATUSES, optional: true })];
}

/** By what a workload is changed, beside the PATCH of its record. */
const MORE_VERBS: Partial<Record<WorkloadKind, readonly string[]>> = {
  CronJob: ['get'],
  Job: ['get', 'create', 'delete'],
};

function workloadRights(kind: WorkloadKind, settings: ReloadSettings): readonly NeededRight[] {
  const about = {
    resource: KINDS[kind],
    namespaces: settings.namespaces,
    without: `no ${kind} rolls`,
    optional: CUSTOM_KINDS.includes(kind),
    vitalFor: 'to roll a workload',
  };
  if (settings['dry-run']) return followed(about);
  return followed(about, ['list', 'patch', ...(settings['webhook-url'] === '' ? (MORE_VERBS[kind] ?? []) : [])]);
}

const namespaceRights: readonly NeededRight[] = followed({
  resource: namespaces,
  without: 'no namespace counts as selected',
  vitalFor: 'to tell which namespaces are selected',
});

/** Who does not use the annotation does not need them; who does nothing else, does. */
function podRights(settings: ReloadSettings): readonly NeededRight[] {
  const { namespaces: only, 'pods-only': podsOnly, 'pod-replacement': how, 'dry-run': isDryRun } = settings;
  const about = {
    resource: pods,
    namespaces: only,
    without: 'no pods are replaced for magalix.com/podDeleteMatch (--pod-delete-match=false if nobody asks for it)',
    optional: !podsOnly,
    ...(podsOnly ? { vitalFor: 'to replace pods' } : {}),
  };
  const lists = { ...about, verbs: ['list'] };
  if (isDryRun) return [lists];
  if (how !== 'evict') return [{ ...about, verbs: ['list', 'delete'] }];
  return [lists, { ...about, verbs: ['create'], subresource: 'eviction', vitalFor: undefined }];
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
    ...(settings.events
      ? [{ resource: events, namespaces: only, verbs: ['create', 'patch'], without: 'no Events are written', optional: true }]
      : []),
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
