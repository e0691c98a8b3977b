import type { KubeObject } from '../../../kube/objects/resource.ts';
import { compareVersions } from '../../../kube/follow/version.ts';
import type { ChangeRule } from '../rules/change-rule.ts';
import { compare } from './compare.ts';
import type { Digest } from './digest.ts';
import { changedObject, hasUid } from './identity.ts';
import { makeChange, type ChangeSource } from './make-change.ts';
import type { IgnoredReason, Noticed } from './noticed.ts';
import { packDigests, unpackDigests, type Remembered } from './remembered.ts';
import { isSampled } from './sampled.ts';
import { decodeState, encodeState } from './state-text.ts';
import { viewOf, type View } from './view.ts';

export interface NoticeOptions extends ChangeSource {
  /** The rule for an object; `own`: it must never be published. */
  readonly ruleFor: (object: KubeObject) => ChangeRule | 'own';
  readonly digest: Digest;
  /** The server is asked for metadata alone: what has changed may be out of sight. */
  readonly partial: boolean;
}

/** What a word of the server means, and what is kept of the object after it. */
export interface Notice {
  /** Absent where there is nothing to say, not even to count. */
  readonly noticed?: Noticed;
  readonly kept: Remembered | undefined;
}

const ignored = (reason: IgnoredReason, kept?: Remembered): Notice => ({ noticed: { what: 'ignored', reason }, kept });

/** Of an object that is not known. */
export function noticeNew(object: KubeObject, as: 'created' | 'listed' | 'baseline', options: NoticeOptions): Notice {
  const rule = options.ruleFor(object);
  if (rule === 'own') return ignored('own');
  if (rule.mode === 'drop') return ignored('dropped');
  const view = look(object, rule, options);
  if ('what' in view) return { noticed: view, kept: undefined };
  const about = changedObject(options.resource, object);
  const kept = remember(about.uid, about.resourceVersion, view, rule);
  if (as === 'baseline') return { kept };
  if (!rule.types.has('created')) return ignored('event type', kept);
  const happenedAt = object.metadata?.creationTimestamp;
  return {
    noticed: { what: 'change', change: makeChange(options, { ...ofMode(rule), type: as, object: about, happenedAt, now: kept.state }) },
    kept,
  };
}

/** Of an object that is known, and of the same uid. */
export function noticeUpdate(before: Remembered, object: KubeObject, options: NoticeOptions): Notice {
  const about = changedObject(options.resource, object);
  const version = about.resourceVersion;
  if (version !== '' && (compareVersions(version, before.version) ?? 1) <= 0) return ignored('same version', before);
  const rule = options.ruleFor(object);
  if (rule === 'own' || rule.mode === 'drop') return noticeLeft(before, version, options);
  const unsaid: Remembered = { ...before, version, rule };
  if (!rule.types.has('updated')) return ignored('event type', unsaid);
  const view = look(object, rule, options);
  if ('what' in view) return { noticed: view, kept: unsaid };
  const hidden = before.hidden === undefined ? undefined : unpackDigests(before.hidden);
  const changed = compare({ visible: decodeState(before.state), hidden }, view, rule.ignore);
  if (changed === undefined && !options.partial)
    return ignored('no difference', { ...unsaid, hidden: before.hidden ?? packDigests(view.hidden) });
  if (!isSampled(rule.sample, about.uid, version)) return ignored('sampled', unsaid);
  const kept = remember(about.uid, version, view, rule);
  const then = rule.withThen ? before.state : undefined;
  const change = makeChange(options, { ...ofMode(rule), type: 'updated', object: about, then, now: kept.state, changed });
  return { noticed: { what: 'change', change }, kept };
}

/** Of an object that is known: it was deleted. `last` is its last state, where the server said it. */
export function noticeDeletion(before: Remembered, last: KubeObject | undefined, version: string, options: NoticeOptions): Notice {
  const known = decodeState(before.state) as KubeObject;
  const rule = last === undefined ? before.rule : options.ruleFor(last);
  const shown = rule === 'own' || rule.mode === 'drop' ? before.rule : rule;
  if (!shown.types.has('deleted')) return ignored('event type');
  const view = last === undefined || shown !== rule ? undefined : look(last, shown, options);
  const then = view === undefined || 'what' in view ? before.state : encodeState(view.visible);
  const change = makeChange(options, {
    ...ofMode(shown),
    type: 'deleted',
    object: { ...changedObject(options.resource, known), resourceVersion: version },
    happenedAt: (last ?? known).metadata?.deletionTimestamp,
    onlyOnce: hasUid(known),
    ...(shown.withThen ? { then } : {}),
  });
  return { noticed: { what: 'change', change }, kept: undefined };
}

/** Of an object that is known, and is there, but nobody is to hear of any more: deleted, to the reader. It may come back. */
export function noticeLeft(before: Remembered, version: string, options: NoticeOptions): Notice {
  const { rule, state } = before;
  if (!rule.types.has('deleted')) return ignored('event type');
  const object = { ...changedObject(options.resource, decodeState(state)), resourceVersion: version };
  const change = makeChange(options, { ...ofMode(rule), type: 'deleted', object, ...(rule.withThen ? { then: state } : {}) });
  return { noticed: { what: 'change', change }, kept: undefined };
}

/** An object that cannot be redacted is refused: never the original instead, and nothing that quotes it. */
function look(object: KubeObject, rule: ChangeRule, { resource, digest }: NoticeOptions): View | Extract<Noticed, { what: 'refused' }> {
  try {
    return viewOf(object, resource, rule, digest);
  } catch (error) {
    const why = `it could not be redacted (${error instanceof Error ? error.name : 'error'})`;
    return { what: 'refused', object: changedObject(resource, object), why };
  }
}

const ofMode = ({ mode }: ChangeRule) => ({ isReference: mode === 'reference' });

const remember = (uid: string, version: string, { visible, hidden }: View, rule: ChangeRule): Remembered => ({
  uid,
  version,
  state: encodeState(visible),
  hidden: packDigests(hidden),
  rule,
});
