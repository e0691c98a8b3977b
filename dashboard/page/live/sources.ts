import type { SourcePicture } from '../../wire/realm.ts';

/** What is not read from the API server: that any of it is missing says nothing of the rest. */
const OWN: ReadonlySet<string> = new Set(['books', 'history']);

/** How much the page can rely on what it was told by the API server, and why not more. */
export function apiState(sources: readonly SourcePicture[]): Pick<SourcePicture, 'state' | 'since' | 'says'> {
  const ofServer = apiSources(sources);
  const worst = (state: SourcePicture['state']) => ofServer.find((source) => source.state === state);
  const found = worst('stale') ?? worst('loading') ?? worst('refused') ?? ofServer[0];
  return found ?? { state: 'loading', since: '', says: '' };
}

export const apiSources = (sources: readonly SourcePicture[]): readonly SourcePicture[] => sources.filter(({ name }) => !OWN.has(name));

export const ownSource = (sources: readonly SourcePicture[], name: 'books' | 'history'): SourcePicture | undefined =>
  sources.find((source) => source.name === name);
