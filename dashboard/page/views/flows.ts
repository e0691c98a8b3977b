import { html, nothing, type TemplateResult } from 'lit-html';
import { rate } from '../../../model/economy/rate.ts';
import type { MeasuredPicture, ShopPicture, UnitsPerSecond } from '../../wire/shop.ts';
import type { PageContext } from '../page-state.ts';
import { ageText } from './age.ts';
import { link } from './link.ts';
import { ownName } from './own-name.ts';

export const rateText = (value: UnitsPerSecond): string => (value === null ? '–' : rate(value));

/** What a shop makes, buys and sells: what is measured beside what was planned and what could be. */
export function flows(context: PageContext, shop: ShopPicture): TemplateResult {
  const { makes, buys, measured } = shop;
  const buyers = [...(context.realm.value?.shops.values() ?? [])].flatMap((other) =>
    other.buys.flatMap((buy) => (buy.known && buy.from === shop.key ? [{ ...buy, from: other.key }] : [])),
  );
  return html`${
      makes.length === 0
        ? nothing
        : flowTable(
            'Makes',
            makes.map(({ good, now, plan, full }) => ({ name: html`${good}`, good, now, plan, could: full })),
          )
    }
    ${buys.length === 0 ? nothing : flowTable('Buys', partners(context, buys))}
    ${buyers.length === 0 ? nothing : flowTable('Sells', partners(context, buyers.slice(0, MOST_BUYERS)))}
    ${buyers.length <= MOST_BUYERS ? nothing : html`<p class="quiet">and to ${buyers.length - MOST_BUYERS} more</p>`}
    <p class="quiet" data-measured>${measuredText(measured, context.shownMs.value)}</p>`;
}

/** More names than these nobody reads. */
const MOST_BUYERS = 12;

export interface FlowRow {
  readonly name: TemplateResult;
  readonly good: string;
  readonly now: UnitsPerSecond;
  readonly plan: UnitsPerSecond;
  readonly could: UnitsPerSecond;
}

const partners = (context: PageContext, buys: ShopPicture['buys']): readonly FlowRow[] =>
  buys.map(({ good, from, known, now, plan, could }) => ({
    name: html`${good} ${known ? link(context, { shop: from }, ownName(from)) : from}`,
    good,
    now,
    plan,
    could,
  }));

/** Rows of what flows beside what was planned and what could; in units a second. */
export const flowTable = (title: string, rows: readonly FlowRow[]): TemplateResult =>
  html`<table class="flows">
    <thead>
      <tr>
        <th scope="col">${title}</th>
        <th scope="col">now</th>
        <th scope="col">plan</th>
        <th scope="col">could</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, good, now, plan, could: full }) =>
          html`<tr data-flow=${good}>
            <th scope="row">${name}</th>
            <td data-now>${rateText(now)}</td>
            <td>${rateText(plan)}</td>
            <td>${rateText(full)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** How far "now" can be relied on. */
function measuredText({ workers, answering, window, readyAt }: MeasuredPicture, nowMs: number): string {
  if (workers === 0) return '';
  if (answering === 0) return 'units a second; now: unknown, no worker answers';
  if (readyAt !== '') return `units a second; now: measuring, ${ageText(Date.parse(readyAt) - nowMs)} more`;
  const some = answering < workers ? `, of ${answering} of ${workers} workers` : '';
  return `units a second; now: of the last ${ageText(window * 1_000)}${some}`;
}
