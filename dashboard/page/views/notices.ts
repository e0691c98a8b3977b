import { html, type TemplateResult } from 'lit-html';
import type { SourcePicture } from '../../wire/realm.ts';
import { apiSources, ownSource } from '../live/sources.ts';
import type { PageContext } from '../page-state.ts';
import { ageText } from './age.ts';

/** What somebody has to know before they believe what they see: a line each. It is announced as it comes, and not as it grows older. */
export function notices({ live: realm, stream, outdated, nowMs }: PageContext): TemplateResult {
  const asOf = (since: string | number): TemplateResult => {
    const ago = ageText(nowMs.value - (typeof since === 'string' ? Date.parse(since) : since));
    return html`<span aria-hidden="true"> What is shown is as of ${ago} ago.</span>`;
  };
  const now = stream.value;
  const sources = realm.value?.sources ?? [];
  const stale = apiSources(sources).find(({ state }) => state === 'stale');
  const lines = [
    ...(now.is === 'lost' ? [html`The dashboard's server does not answer.${asOf(now.sinceMs)}`] : []),
    ...(now.is === 'refused' ? [now.says] : []),
    ...(now.is === 'live' && stale !== undefined ? [html`The API server does not answer. ${stale.says}${asOf(stale.since)}`] : []),
    ...refusals(apiSources(sources)),
    ...(['books', 'history'] as const).flatMap((name) => ownSource(sources, name)?.says || []),
    ...(outdated.value ? ['The server has a newer page than this one: reload it.'] : []),
  ];
  return html`<div class="notices" role="status" aria-label="Notices">${lines.map((line) => html`<p>${line}</p>`)}</div>`;
}

/** More of them say the same. */
const MOST_REFUSALS = 3;

function refusals(sources: readonly SourcePicture[]): readonly string[] {
  const refused = sources.filter(({ state }) => state === 'refused').map(({ says }) => says);
  const more = refused.length - MOST_REFUSALS;
  return [...refused.slice(0, MOST_REFUSALS), ...(more > 0 ? [`${more} more collections may not be read.`] : [])];
}
