import { html, nothing, type TemplateResult } from 'lit-html';
import type { PageContext } from '../page-state.ts';
import { stepInTime } from '../live/past.ts';
import { ageText, timeText } from './age.ts';
import { link } from './link.ts';

/** That what is shown is not of now, of when it is, and the way back. */
export function timeBar(context: PageContext): TemplateResult | typeof nothing {
  const { place, past, nowMs } = context;
  const { at } = place.value;
  if (at === '') return nothing;
  const ms = Date.parse(at);
  const { says } = past.value;
  const step = (direction: -1 | 1, name: string, sign: string): TemplateResult =>
    html`<button type="button" aria-label=${name} @click=${() => stepInTime(context, direction)}>${sign}</button>`;
  return html`<div class="time-bar" data-at=${at}>
    <p role="status">
      <b>${timeText(ms, nowMs.value)}</b
      ><span aria-hidden="true">, ${ageText(nowMs.value - ms)} ago</span>${says === undefined ? nothing : html`: ${says}`}
    </p>
    ${step(-1, 'Step back ([)', '‹')} ${step(1, 'Step forward (])', '›')} ${link(context, { at: '' }, 'back to live')}
  </div>`;
}
