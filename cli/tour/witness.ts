import type { Client } from '../../kube/client/client.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import { namespaces } from '../../kube/objects/built-in.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import type { Chapter } from './chapter.ts';
import { judge } from './judge.ts';
import { lookAt, TOUR_KINGDOM } from './look.ts';
import type { ChapterProgress } from './progress.ts';
import type { TourSight } from './sight.ts';

/** Looks at the cluster for somebody who reads a chapter, and remembers what was there to be seen: a pod that is broken is mended later. */
export interface Witness {
  /** Of each of them, which stand in the chapter: whether it was seen, now or before. */
  look(sights: readonly TourSight[], signal: AbortSignal): Promise<readonly SightAnswer[]>;
  progress(): Pick<ChapterProgress, 'seen' | 'before' | 'kingdom'>;
}

export interface SightAnswer {
  readonly sight: TourSight;
  /** What is there instead, or what has to be seen before; undefined where it was seen. */
  readonly instead?: string;
}

/** Undefined where the cluster has no realm of the tour's. Throws an ApiError where it cannot be asked. */
export async function createWitness(
  client: Client,
  chapter: Chapter,
  earlier: ChapterProgress | undefined,
  signal: AbortSignal,
): Promise<Witness | undefined> {
  const kingdom = await kingdomOf(client, signal);
  if (kingdom === undefined) return undefined;
  const isSameRealm = earlier?.kingdom === kingdom;
  const before = isSameRealm ? earlier.before : await whatIsThere(client, chapter, signal);
  const seen = new Set(isSameRealm ? earlier.seen : []);
  const sights = sightsOf(chapter.pages);
  /** In their order: what is mended is seen only after it was seen broken. Answers the first that is not seen yet. */
  const lookUpTo = async (last: number, lookSignal: AbortSignal): Promise<Required<SightAnswer> | undefined> => {
    for (const sight of sights.slice(0, last + 1)) {
      if (seen.has(sight.words)) continue;
      const verdict = judge(sight, await lookAt(client, sight, lookSignal), before[sight.query] ?? []);
      if (!verdict.seen) return { sight, instead: verdict.instead };
      seen.add(sight.words);
    }
    return undefined;
  };
  return {
    async look(asked, lookSignal) {
      const missing = await lookUpTo(Math.max(...asked.map((sight) => sights.indexOf(sight))), lookSignal);
      return asked.map((sight) => {
        if (seen.has(sight.words)) return { sight };
        const isNext = sight === missing?.sight;
        return { sight, instead: isNext ? missing.instead : `first: ${missing?.sight.words ?? ''}` };
      });
    },
    progress: () => ({ seen: [...seen], before, kingdom }),
  };
}

async function kingdomOf(client: Client, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await client.get(namespaces, { name: TOUR_KINGDOM }, { signal })).metadata?.uid;
  } catch (cause) {
    if (ApiError.is(cause, 'not-found')) return undefined;
    throw cause;
  }
}

/** What is not new, for the sights that ask for what is. */
async function whatIsThere(client: Client, chapter: Chapter, signal: AbortSignal): Promise<ChapterProgress['before']> {
  const before: Record<string, readonly string[]> = {};
  for (const sight of sightsOf(chapter.pages))
    if (sight.condition.is === 'new') before[sight.query] = (await lookAt(client, sight, signal)).flatMap(uidOf);
  return before;
}

const uidOf = ({ metadata }: KubeObject): readonly string[] => (metadata?.uid === undefined ? [] : [metadata.uid]);

export const sightsOf = (pages: Chapter['pages']): readonly TourSight[] =>
  pages.flatMap(({ parts }) => parts.flatMap((part) => (part.is === 'sight' ? [part.sight] : [])));
