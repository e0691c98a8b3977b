import type { SourcePicture } from '../wire/realm.ts';

/** What sources that are not followed at the API server say of themselves, by their names. */
export type OwnSources = Readonly<Record<string, () => Pick<SourcePicture, 'state' | 'says'>>>;

/** The pictures of such sources, with since when each is in its state. */
export function ownSourcePictures(wall: () => number, sources: OwnSources): () => readonly SourcePicture[] {
  const shown = new Map<string, SourcePicture>();
  return () =>
    Object.entries(sources).map(([name, now]) => {
      const { state, says } = now();
      const before = shown.get(name);
      const since = before?.state === state ? before.since : new Date(wall()).toISOString();
      const picture = { name, kingdom: '', state, since, says };
      shown.set(name, picture);
      return picture;
    });
}
