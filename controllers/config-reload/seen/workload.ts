import { createHash } from 'node:crypto';
import type { CoreV1PodTemplateSpec as PodTemplate } from '../../../kube/objects/kinds/core-v1.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import {
  APPLIED,
  BLACKOUT,
  HOLD,
  KEYS,
  LAST_RELOADED_FROM,
  NOTIFIED,
  REPLACES,
  ROLLOUT_STRATEGY,
  WAVE,
  WINDOW,
  type AnnotationKeys,
} from './annotation-keys.ts';
import { isAvailable, type RolledOut } from './availability.ts';
import { VARIABLE_PREFIX } from './marker.ts';
import { isWrittenByOthers, lastOtherManager, lastWrite } from './managed-fields.ts';
import { itemsOf } from './patterns.ts';
import { referencesOf, type Reference } from './references.ts';
import type { RollTimes } from './roll-times.ts';
import { forEachType, typeAndName, type SourceType } from './source-type.ts';
import { wantsAny, wishOf, type Wish } from './wish.ts';

export type WorkloadKind = 'Deployment' | 'DaemonSet' | 'StatefulSet' | 'CronJob' | 'Job' | 'Rollout';

/** What is kept of a workload. */
export interface Workload extends KubeObject {
  /** Absent where no change could ever concern it. */
  readonly interest?: Interest;
  /** Of a Job that only keeps what another is to become: that one. */
  readonly replaces?: { readonly uid: string; readonly name: string };
  /** Its pod template, shortened: the same text means the same template. */
  readonly template?: string;
  /** When that was last written, or something together with it: in ms since 1970, to the second. */
  readonly templateWrittenAt?: number;
  /** Has its own controller seen all that was written of it? Undefined where it does not say. */
  readonly settled?: boolean;
  /** Are all of its pods of its present template, and available? Undefined where that is not to be waited for. */
  readonly available?: boolean;
  /** Of one that asks to be rolled and whose template is another workload's: that one. */
  readonly templateOf?: string;
}

export interface Interest {
  readonly wishes: Readonly<Record<SourceType, Wish>>;
  readonly references: readonly Reference[];
  readonly firstContainer: string;
  readonly keys: 'all' | 'used' | readonly string[];
  /** All of the above, shortened: the same text means that the workload asks for the same as before. */
  readonly asks: string;
  /** What earlier reloads have left on the pod template. */
  readonly markers: readonly Marker[];
  readonly reloadedFrom?: string;
  readonly layout: Layout;
  readonly record?: string;
  /** Was that written by somebody else? `kubectl rollout undo` brings back an earlier one with the earlier template. */
  readonly isForeign: boolean;
  /** Who else has written last: where there is no record any more, it is probably who took it away. */
  readonly lastWriter?: string;
  readonly pause: Pause;
  readonly rollTimes: RollTimes;
  readonly runs: Runs;
  /** Of a Rollout: its pods are recreated as they are. */
  readonly restarts: boolean;
  /** The annotations as they are. */
  readonly hold?: string;
  readonly wave?: string;
}

export interface Marker {
  readonly container: string;
  readonly name: string;
  readonly value: string;
  /** Which of the container's variables it is. */
  readonly at: number;
}

/** Where in the object there is what a JSON patch writes to. */
interface Layout {
  readonly hasAnnotations: boolean;
  /** Of the pod template. */
  readonly hasTemplateMetadata: boolean;
  readonly hasTemplateAnnotations: boolean;
  readonly containers: readonly { readonly name: string; readonly hasVariables: boolean }[];
}

/** Of a Deployment. */
export interface Pause {
  readonly paused: boolean;
  readonly period?: string;
  /** When a reload paused it. */
  readonly at?: string;
}

/** Of what runs to an end. */
interface Runs {
  readonly suspended: boolean;
  readonly finished: boolean;
  /** A run is under way, and no second one is wanted beside it. */
  readonly busy: boolean;
}

/** The fields of all kinds that are read. */
interface WholeWorkload extends RolledOut {
  readonly spec?: RolledOut['spec'] & {
    readonly suspend?: boolean;
    readonly concurrencyPolicy?: string;
    readonly template?: PodTemplate;
    readonly workloadRef?: { readonly kind?: string; readonly name?: string };
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplate } };
  };
  readonly status?: RolledOut['status'] & {
    readonly active?: unknown;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

export interface WorkloadReadOptions {
  readonly keys: AnnotationKeys;
  readonly autoReloadAll: boolean;
  /** What a workload can ask for. */
  readonly types: readonly SourceType[];
  /** Changes are posted and nothing is rolled: then nobody's markers, pauses or runs matter. */
  readonly posts: boolean;
}

/** The transform of a followed collection. */
export const workloadOf =
  (kind: WorkloadKind, reading: WorkloadReadOptions) =>
  (object: WholeWorkload): Workload => {
    const { name, namespace, uid, resourceVersion, deletionTimestamp } = object.metadata ?? {};
    const metadata = { name, namespace, uid, resourceVersion, ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }) };
    const [replaced, replacedName] = object.metadata?.annotations?.[REPLACES]?.split(' ') ?? [];
    if (replaced !== undefined && replacedName !== undefined) return { metadata, replaces: { uid: replaced, name: replacedName } };
    const { workloadRef } = object.spec ?? {};
    if (workloadRef === undefined) {
      const interest = interestOf(object, reading);
      return { metadata, ...ageOf(object), ...(interest === undefined ? {} : { interest, available: isAvailable(kind, object) }) };
    }
    const asks = interestOf(object, { ...reading, autoReloadAll: false }) !== undefined;
    return asks ? { metadata, templateOf: `${workloadRef.kind} ${workloadRef.name}` } : { metadata };
  };

function ageOf({ metadata, spec, status }: WholeWorkload): Pick<Workload, 'template' | 'templateWrittenAt' | 'settled'> {
  const observed = status?.observedGeneration;
  return {
    template: short(templateOf(spec)),
    templateWrittenAt: lastWrite(metadata, ['f:spec', 'f:template'], ['f:spec', 'f:jobTemplate']),
    ...(observed === undefined ? {} : { settled: String(observed) === String(metadata?.generation) }),
  };
}

const templateOf = (spec: WholeWorkload['spec']): PodTemplate => spec?.jobTemplate?.spec?.template ?? spec?.template ?? {};

function interestOf(
  { metadata, spec = {}, status = {} }: WholeWorkload,
  { keys, autoReloadAll, types, posts }: WorkloadReadOptions,
): Interest | undefined {
  const annotations = metadata?.annotations ?? {};
  const template = templateOf(spec);
  const ofTemplate = template.metadata?.annotations ?? {};
  const said = { namespace: metadata?.namespace ?? '', workload: annotations, template: ofTemplate };
  const wishes = forEachType((type) => wishOf(type, keys, said));
  if (!types.some((type) => wantsAny(wishes[type], autoReloadAll)) && annotations[keys.pausedAt] === undefined) return undefined;
  const containers = template.spec?.containers ?? [];
  const references = referencesOf(template.spec ?? {}).filter(({ id }) => types.includes(typeAndName(id).type));
  const chosen = annotations[KEYS] === undefined ? 'all' : annotations[KEYS].trim() === 'used' ? 'used' : itemsOf(annotations[KEYS]);
  const recordKey = posts ? NOTIFIED : APPLIED;
  const interest: Interest = {
    wishes,
    references,
    firstContainer: containers[0]?.name ?? '',
    keys: chosen,
    asks: short([types.map((type) => asksOf(wishes[type])), references.map(({ id }) => id).sort()]),
    markers: containers.flatMap((container) =>
      (container.env ?? []).flatMap(({ name, value }, at) =>
        name.startsWith(VARIABLE_PREFIX) && value !== undefined ? [{ container: container.name, name, value, at }] : [],
      ),
    ),
    reloadedFrom: ofTemplate[LAST_RELOADED_FROM],
    layout: layoutOf(metadata, template),
    record: annotations[recordKey],
    isForeign: isWrittenByOthers(metadata, recordKey),
    lastWriter: lastOtherManager(metadata),
    pause: { paused: spec.paused === true, period: annotations[keys.pausePeriod], at: annotations[keys.pausedAt] },
    rollTimes: { window: annotations[WINDOW], blackout: annotations[BLACKOUT] },
    runs: {
      suspended: spec.suspend === true,
      finished: (status.conditions ?? []).some(({ type, status: holds }) => (type === 'Complete' || type === 'Failed') && holds === 'True'),
      busy: spec.concurrencyPolicy === 'Forbid' && Array.isArray(status.active) && status.active.length > 0,
    },
    restarts: annotations[ROLLOUT_STRATEGY] === 'restart',
    hold: annotations[HOLD],
    wave: annotations[WAVE],
  };
  return posts
    ? { ...interest, markers: [], reloadedFrom: undefined, pause: { paused: false }, runs: { ...interest.runs, busy: false } }
    : interest;
}

const layoutOf = (metadata: KubeObject['metadata'], { metadata: ofTemplate, spec }: PodTemplate): Layout => ({
  hasAnnotations: metadata?.annotations !== undefined,
  hasTemplateMetadata: ofTemplate !== undefined,
  hasTemplateAnnotations: ofTemplate?.annotations !== undefined,
  containers: (spec?.containers ?? []).map(({ name, env }) => ({ name, hasVariables: env !== undefined })),
});

/** Does it use or name any source of this type? */
export const asksFor = ({ wishes, references }: Interest, type: SourceType): boolean =>
  references.some(({ id }) => typeAndName(id).type === type) || wishes[type].named.source.length > 0;

const asksOf = ({ auto, autoUnsaid, search, named, excluded }: Wish): unknown => [
  auto,
  autoUnsaid,
  search,
  named.source,
  excluded,
  // Names of other namespaces had no effect once: a record of that time did not look for them.
  ...(named.source.some((item) => item.includes('/')) ? [named.elsewhere] : []),
];

/** A text of 8 characters that stands for a value. */
export const short = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 8);
