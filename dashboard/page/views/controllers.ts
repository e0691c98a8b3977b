import { html, nothing, type TemplateResult } from 'lit-html';
import type { ControllerPicture, DeedPicture } from '../../wire/controllers.ts';
import type { PageContext } from '../page-state.ts';
import { ageText } from './age.ts';
import { link } from './link.ts';

/** Who leads, how much each has to do, and what they did and why. */
export function controllersView(context: PageContext): TemplateResult {
  const picture = context.controllers.value;
  const { controllers = [], deeds = [] } = picture ?? {};
  const { q } = context.place.value;
  const found = deeds.filter(({ about, reason, says, controller }) =>
    [about, reason, says, controller].some((text) => text.toLowerCase().includes(q.toLowerCase())),
  );
  return html`<section class="controllers" aria-labelledby="controllers-title">
    <h2 id="controllers-title" class="hidden">Controllers</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Controllers and what they did">
      <h3>Controllers</h3>
      ${
        controllers.length === 0
          ? html`<p class="quiet">${picture === undefined ? 'loading …' : 'None run in civ-system.'}</p>`
          : html`<table>
              <thead>
                <tr>
                  ${TITLES.map((title) => html`<th scope="col">${title}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${controllers.map((controller) => controllerRow(context, controller))}
              </tbody>
            </table>`
      }
      <h3>What they did <span class="quiet">newest first, as far back as the cluster keeps Events</span></h3>
      ${
        found.length === 0
          ? html`<p class="quiet">${deeds.length === 0 ? 'Nothing yet.' : 'Nothing of that kind.'}</p>`
          : html`<ol class="deeds">
              ${found.map((deed) => deedItem(context, deed))}
            </ol>`
      }
    </div>
  </section>`;
}

const TITLES = ['Controller', 'Leads', 'Ready', 'In the queue', 'Retries', 'Backlog'];

function controllerRow({ nowMs }: PageContext, controller: ControllerPicture): TemplateResult {
  const { name, leader, pods, queue, retries, backlog, oldestSeconds } = controller;
  const restarts = pods.reduce((sum, pod) => sum + pod.restarts, 0);
  const troubled = pods.filter(({ trouble }) => trouble !== '');
  const leads = pods.find((pod) => pod.name === leader);
  const age = leads === undefined || leads.since === '' ? '' : `, ${ageText(nowMs.value - Date.parse(leads.since))} old`;
  return html`<tr data-controller=${name}>
    <th scope="row">${name}</th>
    <td>${leader === '' ? html`<span class="quiet">nobody</span>` : html`${leader}<span class="quiet">${age}</span>`}</td>
    <td>
      ${pods.filter(({ ready }) => ready).length} of
      ${pods.length}${restarts === 0 ? nothing : html`<span class="quiet">, ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}</span>`}
      ${troubled.map((pod) => html`<p class="trouble">${pod.name}: ${pod.trouble}</p>`)}
    </td>
    <td>${numberText(queue)}</td>
    <td>${numberText(retries)}</td>
    <td>${backlogText(backlog, oldestSeconds)}</td>
  </tr>`;
}

function backlogText(backlog: number | null, oldestSeconds: number | null): string {
  if (backlog === null) return '';
  return backlog > 0 && oldestSeconds !== null ? `${backlog}, the oldest ${ageText(oldestSeconds * 1_000)}` : String(backlog);
}

const numberText = (value: number | null): string => (value === null ? '' : String(value));

function deedItem(context: PageContext, { at, controller, reason, about, shop, says, count, warning }: DeedPicture): TemplateResult {
  const known = context.realm.value?.shops.has(shop) === true;
  return html`<li data-deed=${reason} class=${warning ? 'warning' : ''}>
    <time datetime=${at} class="quiet">${at === '' ? '' : `${ageText(context.nowMs.value - Date.parse(at))} ago`}</time>
    <b>${controller}</b> ${reason}${count > 1 ? html` <span class="quiet">×${count}</span>` : nothing}:
    ${known ? link(context, { shop }, about) : about} <span class="says">${says}</span>
  </li>`;
}
