import type { SourcePicture } from '../wire.ts';

/** What a source that is not followed at the API server says of itself. */
export type OwnSource = readonly [name: string, now: () => Pick<SourcePicture, 'state' | 'says'>];

/** The pictures of such sources, with since when each is in its state. */
export function ownSourcePictures(wall: () => number, sources: readonly OwnSource[]): () => readonly SourcePicture[] {
  const shown = new Map<string, SourcePicture>();
  return () =>
    sources.map(([name, now]) => {
      const { state, says } = now();
      const before = shown.get(name);
      const since = before?.state === state ? before.since : new Date(wall()).toISOString();
      const picture = { name, kingdom: '', state, since, says };
      shown.set(name, picture);
      return picture;
    });
}
