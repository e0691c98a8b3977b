import { html, nothing, type TemplateResult } from 'lit-html';
import { rate } from '../../../model/economy/rate.ts';
import type { GoodPicture } from '../../wire/realm.ts';
import type { PageContext } from '../page-state.ts';
import { flowTable, type FlowRow } from './flows.ts';
import { goodFlows, type BuyerFlow, type MakerFlow } from './good-flows.ts';
import { link } from './link.ts';
import { ownName } from './own-name.ts';
import { STATE_SIGNS } from './state-badge.ts';

/** More names than these nobody reads. */
const MOST_NAMED = 12;

/** Who makes a good and who buys it, with what flows, and how far that is from the plan. */
export function goodDetail(context: PageContext, { good, now, plan, differs }: GoodPicture): TemplateResult {
  const { makers, buyers } = goodFlows(context.realm.value?.shops.values() ?? [], good);
  return html`<div class="good-detail" role="group" aria-label=${`Who makes and who buys ${good}`}>
    ${differs && now !== null && plan !== null ? html`<p>${differenceText(now, plan)}</p>` : nothing}
    <div class="sides">${side(context, 'Made by', makers)} ${side(context, 'Bought by', buyers)}</div>
    <p>${link(context, { view: 'shops', q: good }, `All shops with ${good}`)}</p>
  </div>`;
}

function differenceText(now: number, plan: number): string {
  const way = now < plan ? 'less' : 'more';
  const share = plan === 0 ? '' : `, ${Math.round((Math.abs(now - plan) / plan) * 100)} % ${way}`;
  return `For five minutes now ${rate(now)}/s have been made where ${rate(plan)}/s were planned${share}.`;
}

function side(context: PageContext, title: string, all: readonly (MakerFlow | BuyerFlow)[]): TemplateResult {
  if (all.length === 0) return html`<p class="quiet">${title} nobody.</p>`;
  const rows = all.slice(0, MOST_NAMED).map((flow) => rowOf(context, flow));
  return html`<div>
    ${flowTable(`${title} ${all.length}`, rows)}
    ${all.length > MOST_NAMED ? html`<p class="quiet">and by ${all.length - MOST_NAMED} more, nearer to what they could</p>` : nothing}
  </div>`;
}

const rowOf = (context: PageContext, flow: MakerFlow | BuyerFlow): FlowRow => ({
  name: html`<span class="state" data-state=${flow.state} title=${flow.state}
      ><span class="sign" aria-hidden="true">${STATE_SIGNS[flow.state]}</span><span class="hidden">${flow.state}</span></span
    >
    ${link(context, { shop: flow.shop }, ownName(flow.shop))}${
      'from' in flow
        ? html` <small>from ${flow.known ? link(context, { shop: flow.from }, ownName(flow.from)) : flow.from}</small>`
        : nothing
    }`,
  good: flow.shop,
  now: flow.now,
  plan: flow.plan,
  could: flow.could,
});
