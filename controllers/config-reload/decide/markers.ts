import { createHash, createHmac } from 'node:crypto';
import type { Content } from '../seen/content.ts';
import { isElsewhere, located } from '../seen/elsewhere.ts';
import { markerType, parseReloadedFrom, variableOf } from '../seen/marker.ts';
import type { AppliedSource, Entry } from '../seen/record.ts';
import { typeAndName } from '../seen/source-type.ts';
import type { Interest } from '../seen/workload.ts';
import type { DigestKey } from './entry.ts';

/** What stands for the sources of a workload on its pod template. */
export interface Markers {
  /**
   * What is written for a change. Two contents can have one marker, and one that is `over` can have been left of another time:
   * then another one has to be written, or nothing would roll.
   */
  toWrite(
    id: string,
    content: Content,
    known: { readonly old: Entry | undefined; readonly now: AppliedSource; readonly over: readonly string[] },
  ): string;
  /** All that may be there for a content, of which a record says `applied`. */
  of(id: string, content: Content, applied: AppliedSource): readonly string[];
  /** What was left of a source on a workload of the namespace `own`. */
  left(id: string, interest: Interest, own: string): readonly string[];
  /** All that stands there in its place, of whatever source. */
  inPlaceOf(id: string, interest: Interest, own: string): readonly string[];
}

type LastReloaded = NonNullable<ReturnType<typeof parseReloadedFrom>>;

/** Is it of this source, to a workload of the namespace `own`? */
export function isOf(last: LastReloaded, id: string, own: string): boolean {
  const { type, namespace, name } = located(id, own);
  return last.type === markerType(type) && last.name === name && (last.namespace === '' || last.namespace === namespace);
}

interface MarkerOptions {
  readonly key: DigestKey | undefined;
  /** Are those of all Secrets made with it? */
  readonly keyed: boolean;
}

/** Who may read a workload may not read the Secrets of other namespaces, nor try values against them. */
export const isKeyed = (id: string, keyed: boolean): boolean => typeAndName(id).type === 'Secret' && (keyed || isElsewhere(id));

/** `ids`: of all sources that concern it. */
export function createMarkers(ids: readonly string[], { key, keyed }: MarkerOptions): Markers {
  const isShared = (id: string): boolean => ids.some((other) => other !== id && variableFor(other) === variableFor(id));
  const shown = (id: string, marker: string): string => {
    const own = isShared(id) ? hash(`${id} ${marker}`) : marker;
    return key !== undefined && isKeyed(id, keyed) ? keyedMarker(own, key) : own;
  };
  return {
    toWrite(id, { marker }, { old, now, over }) {
      const same = typeof old === 'object' && old.marker === now.marker && old.digest !== now.digest;
      const [plain, second] = [shown(id, marker), shown(id, secondMarker(marker, now))];
      const [first, other] = same ? [second, plain] : [plain, second];
      return over.includes(first) ? other : first;
    },
    of: (id, { marker }, applied) => [marker, shown(id, marker), shown(id, secondMarker(marker, applied))],
    // A variable that several names share speaks of one of them, and nobody knows which.
    left: (id, interest, own) => [...(isShared(id) ? [] : inVariable(id, interest)), ...inAnnotation(id, interest, own)],
    inPlaceOf: (id, interest, own) => [...inVariable(id, interest), ...inAnnotation(id, interest, own)],
  };
}

const inVariable = (id: string, { markers }: Interest): readonly string[] =>
  markers.filter(({ name }) => name === variableFor(id)).map(({ value }) => value);

function inAnnotation(id: string, { reloadedFrom }: Interest, own: string): readonly string[] {
  const last = parseReloadedFrom(reloadedFrom);
  return last !== undefined && isOf(last, id, own) ? [last.hash] : [];
}

const variableFor = (id: string): string => variableOf(typeAndName(id).type, typeAndName(id).name);

/** As long as a SHA-1, so that it is taken for a marker wherever one is. */
const keyedMarker = (marker: string, { bytes }: DigestKey): string =>
  createHmac('sha256', bytes).update(`marker ${marker}`).digest('hex').slice(0, 40);

const secondMarker = (marker: string, { digest }: AppliedSource): string => hash(`${marker} ${digest}`);

const hash = (text: string): string => createHash('sha1').update(text).digest('hex');
