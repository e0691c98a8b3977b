import { html, nothing, type TemplateResult } from 'lit-html';
import { rate } from '../../../model/economy/rate.ts';
import type { GoodPicture } from '../../wire/realm.ts';
import type { UnitsPerSecond } from '../../wire/shop.ts';
import type { PageContext } from '../page-state.ts';
import { rateText } from './flows.ts';
import { goodDetail } from './good-detail.ts';
import { sparkline } from './sparkline.ts';

const COLUMNS = 9;

/** What there is of a good; opened, below it who makes and who buys it. */
export function goodRow(context: PageContext, picture: GoodPicture): TemplateResult {
  const { good, stock, full, plan, now, could, used, differs } = picture;
  const trend = context.figures.value?.series.find((series) => series.good === good && series.shop === '');
  const open = context.place.value.good === good;
  const toggle = (): void => context.go({ good: open ? '' : good }, 'replace');
  return html`<tr data-good=${good}>
      <th scope="row">
        <button type="button" class="fold" aria-expanded=${open ? 'true' : 'false'} @click=${toggle}>
          <span aria-hidden="true">${open ? '▾' : '▸'}</span> ${good}
        </button>
      </th>
      ${[full, plan].map((value) => html`<td class="spare">${rateText(value)}</td>`)}
      ${[now, could].map((value) => html`<td>${rateText(value)}</td>`)}
      <td class="spare">${rateText(used)}</td>
      <td>${stock}</td>
      <td class="spare">${sparkline(trend?.values, 'in store')}</td>
      <td>${balance(now ?? plan, could)}${differs ? html` <b data-differs>differs from the plan</b>` : nothing}</td>
    </tr>
    ${
      open
        ? html`<tr data-detail=${good}>
            <td colspan=${COLUMNS}>${goodDetail(context, picture)}</td>
          </tr>`
        : nothing
    }`;
}

/** Less than that is a rounding error. */
const ROUNDING = 1e-3;

function balance(made: UnitsPerSecond, could: UnitsPerSecond): string {
  if (made === null || could === null) return '';
  if (could === 0) return 'not used';
  return made >= could * (1 - ROUNDING) ? 'enough' : `short by ${rate(could - made)}/s`;
}
