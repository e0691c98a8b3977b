import { html, nothing, type TemplateResult } from 'lit-html';
import { apiState, ownSource } from '../live/sources.ts';
import type { PageContext, StreamState } from '../page-state.ts';
import { VIEWS, RANGE_NAMES, START, type PageRange, type PageView } from '../place/place.ts';
import { ageText } from './age.ts';
import { openHelp } from './help.ts';
import { link } from './link.ts';

export function header(context: PageContext): TemplateResult {
  const { place, realm } = context;
  const { view, q } = place.value;
  const troubled = [...(realm.value?.shops.values() ?? [])].filter(({ state }) => state === 'trouble').length;
  const realms = [...new Set((realm.value?.kingdoms ?? []).map((kingdom) => kingdom.realm).filter((name) => name !== ''))];
  const find = ({ target }: Event): void => context.go({ q: (target as HTMLInputElement).value }, 'replace');
  return html`<header>
    <h1>${link(context, START, 'civ8s')} <span class="realms">${realms.join(', ')}</span></h1>
    <p class="hidden" role="status">${troubleText(troubled)}</p>
    <nav aria-label="Views">${VIEWS.map((name) => link(context, { view: name }, viewTitle(name, troubled), name === view))}</nav>
    <label class="find"
      ><span class="hidden">Find shops, towns and goods</span>
      <input type="search" id="find" placeholder="Find  /" autocomplete="off" maxlength="300" .value=${q} @input=${find}
    /></label>
    ${range(context)} ${health(context)}
    <button type="button" class="keys" aria-label="Keys" @click=${openHelp}>?</button>
  </header>`;
}

/** Of trouble, with how many shops are in it. */
function viewTitle(view: PageView, troubled: number): string {
  const title = `${view.slice(0, 1).toUpperCase()}${view.slice(1)}`;
  return view !== 'trouble' || troubled === 0 ? title : `${title} (${troubled})`;
}

/** For who does not see it. */
const troubleText = (troubled: number): string =>
  troubled === 0 ? '' : troubled === 1 ? 'one shop is in trouble' : `${troubled} shops are in trouble`;

/** Over how long trends, charts and trouble are shown. */
function range(context: PageContext): TemplateResult {
  const choose = ({ target }: Event): void => context.go({ t: (target as HTMLSelectElement).value as PageRange }, 'replace');
  return html`<label class="range"
    ><span class="hidden">Time range</span>
    <select @change=${choose}>
      ${RANGE_NAMES.map((name) => html`<option value=${name} ?selected=${name === context.place.value.t}>${name}</option>`)}
    </select></label
  >`;
}

/** How far what is shown can be relied on: the way from here to the server, and from there to the cluster. */
function health({ stream, live: realm, nowMs }: PageContext): TemplateResult {
  const api = apiState(realm.value?.sources ?? []);
  const says = stream.value.is === 'live' ? api.state : STREAM_WORDS[stream.value.is];
  const shownAge = stream.value.is === 'live' && api.state !== 'live' && api.since !== '';
  const age = shownAge ? html`<span aria-hidden="true"> ${ageText(nowMs.value - Date.parse(api.since))}</span>` : nothing;
  return html`<p class="health" role="status" data-health=${says}>
    <span data-source="stream" data-state=${stream.value.is}></span>
    <span data-source="books" data-state=${ownSource(realm.value?.sources ?? [], 'books')?.state ?? 'loading'}></span>
    <span data-source="api" data-state=${api.state}>${says}${age}</span>
  </p>`;
}

const STREAM_WORDS: Readonly<Record<StreamState['is'], string>> = {
  opening: 'loading',
  live: 'live',
  paused: 'paused',
  lost: 'server lost',
  refused: 'refused',
};
