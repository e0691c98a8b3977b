import { effect, signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import type { SeriesPicture } from '../../wire/past.ts';
import type { PageContext } from '../page-state.ts';
import { placeTime } from '../place/place.ts';
import { drawChart } from './draw-chart.ts';
import { rangeText } from './sparkline.ts';

const TITLES: Readonly<Record<'stock' | 'made', string>> = { stock: 'In store', made: 'Made, units a second' };

/** How the shop in the panel was, over the chosen range: drawn when somebody opens it, and in words. A click leads to that time. */
export function createCharts(context: PageContext, browser: Window & typeof globalThis): () => TemplateResult | typeof nothing {
  const open = signal(false);
  const what = ['stock', 'made'] as const;
  const drawn = what.map((kind) => createDrawn(context, browser, kind));
  return () => {
    const { shopFigures, place } = context;
    const series = shopFigures.value?.series ?? [];
    const toggle = ({ currentTarget }: Event): void => void (open.value = (currentTarget as HTMLDetailsElement).open);
    return html`<details class="charts" ?open=${open.value} @toggle=${toggle}>
      <summary>The last ${place.value.t}</summary>
      ${
        !open.value
          ? nothing
          : series.length === 0
            ? html`<p class="quiet">Nothing is known of that time.</p>`
            : what.map((kind, index) => figure(kind, series, drawn[index]))
      }
    </details>`;
  };
}

function figure(kind: 'stock' | 'made', all: readonly SeriesPicture[], drawn: TemplateResult | undefined): TemplateResult | typeof nothing {
  const series = all.filter(({ what }) => what === kind);
  if (series.length === 0) return nothing;
  return html`<figure data-chart=${kind}>
    <figcaption>${TITLES[kind]}</figcaption>
    ${drawn}
    <ul class="quiet">
      ${series.map(({ good, values }) => html`<li data-good=${good}>${good} ${rangeText(values)}</li>`)}
    </ul>
  </figure>`;
}

/** A place for one chart; it is drawn, and drawn again with new figures, while that place is on the page. */
function createDrawn(context: PageContext, browser: Window & typeof globalThis, kind: 'stock' | 'made'): TemplateResult {
  let over = (): void => undefined;
  const attach = (element: Element | undefined): void => {
    over();
    over = (): void => undefined;
    if (!(element instanceof HTMLElement)) return;
    const chart = drawChart(element, browser, (ms) => context.go({ at: placeTime(ms) }));
    const stop = effect(() => {
      const figures = context.shopFigures.value;
      if (figures !== undefined)
        chart.show(
          figures.times,
          figures.series.filter(({ what }) => what === kind),
        );
    });
    over = () => {
      stop();
      chart.close();
    };
  };
  return html`<div class="chart" aria-hidden="true" ${ref(attach)}></div>`;
}
