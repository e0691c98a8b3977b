import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { TROUBLE_KINDS, type TroublePicture } from '../../wire/past.ts';
import type { PageContext } from '../page-state.ts';
import { aroundTime, placeTime, RANGES } from '../place/place.ts';
import { timeText } from './age.ts';
import { link } from './link.ts';

const KIND_NAMES: Readonly<Record<TroublePicture['kind'], string>> = {
  state: 'shops',
  event: 'cluster',
  books: 'books',
  source: 'sources',
};

/** What went wrong in the range that is looked at: marks on a strip of that time, and a line each, the newest first. */
export function troubleView(context: PageContext): TemplateResult {
  const told = context.troubles.value;
  const { kind, t } = context.place.value;
  const found = (told?.troubles ?? []).filter((trouble) => isWanted(trouble, context));
  const none = told === undefined ? 'loading …' : told.troubles.length === 0 ? `No trouble in these ${t}.` : 'None of it is like that.';
  return html`<section class="troubles" aria-labelledby="trouble-title">
    <h2 id="trouble-title" class="hidden">Trouble</h2>
    <div class="filters">
      <div role="group" aria-label="Only trouble of this kind">
        ${TROUBLE_KINDS.map((one) => {
          const on = kind === one;
          return html`<button
            type="button"
            class="chip"
            aria-pressed=${on ? 'true' : 'false'}
            @click=${() => context.go({ kind: on ? '' : one }, 'replace')}
          >
            ${KIND_NAMES[one]} ${(told?.troubles ?? []).filter((trouble) => trouble.kind === one).length}
          </button>`;
        })}
      </div>
    </div>
    ${strip(context, found)}
    <div class="scroll" tabindex="0" role="region" aria-label="Trouble, the newest first">
      ${found.length === 0 ? html`<p class="empty">${none}</p>` : nothing}
      <ul>
        ${repeat(
          found,
          ({ id }) => id,
          (trouble) => item(context, trouble),
        )}
      </ul>
      ${told === undefined || told.more === 0 ? nothing : html`<p class="empty">and ${told.more} more before these</p>`}
    </div>
  </section>`;
}

function isWanted({ kind, kingdom, shop, reason, says }: TroublePicture, { place }: PageContext): boolean {
  const { kind: wanted, kingdom: inKingdom, q } = place.value;
  if (wanted !== '' && kind !== wanted) return false;
  if (inKingdom !== '' && kingdom !== inKingdom) return false;
  const text = `${kingdom} ${shop} ${reason} ${says}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function item(context: PageContext, { kind, kingdom, shop, reason, says, first, last, times }: TroublePicture): TemplateResult {
  const since =
    times > 1 && first !== last ? html` <span class="quiet">since ${timeText(Date.parse(first), context.nowMs.value)}</span>` : '';
  return html`<li data-trouble=${kind}>
    ${link(context, { at: placeTime(Date.parse(last)) }, timeText(Date.parse(last), context.nowMs.value))}
    ${shop === '' ? html`<span>${kingdom}</span>` : link(context, { shop }, shop)} <b>${reason}</b>${times > 1 ? ` ×${times}` : ''}${since}
    <span>${says}</span>
  </li>`;
}

const WIDTH = 1_000;

/** For the eye, and for a pointer: each line below has its time, and leads there as well. */
function strip(context: PageContext, troubles: readonly TroublePicture[]): TemplateResult {
  const { place, nowMs, shownMs } = context;
  const toMs = aroundTime(place.value, nowMs.value);
  const fromMs = toMs - RANGES[place.value.t];
  const x = (ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * WIDTH;
  return html`<div class="strip" aria-hidden="true">
    <span>${timeText(fromMs, toMs)}</span>
    <svg viewBox="0 0 ${WIDTH} 24" preserveAspectRatio="none">
      ${troubles.map(({ kind, last, says }) => {
        const lead = (): void => context.go({ at: placeTime(Date.parse(last)) });
        return svg`<rect x=${x(Date.parse(last)) - 3} y="2" width="6" height="20" class=${kind} @click=${lead}>
          <title>${says}</title>
        </rect>`;
      })}
      ${place.value.at === '' ? nothing : svg`<rect x=${x(shownMs.value) - 1} y="0" width="2" height="24" class="at" />`}
    </svg>
    <span>${timeText(toMs, toMs)}</span>
  </div>`;
}
