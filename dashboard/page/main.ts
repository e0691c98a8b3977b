import { effect } from '@preact/signals-core';
import { html, render, type TemplateResult } from 'lit-html';
import { connectPage } from './live/connection.ts';
import { followControllers } from './live/controllers.ts';
import { followFigures } from './live/figures.ts';
import { followPast } from './live/past.ts';
import { isOld, signOnTab } from './live/tab-sign.ts';
import { listenToKeys } from './keys.ts';
import { createMapView } from './map/map-view.ts';
import { createPageContext } from './page-state.ts';
import type { PageView } from './place/place.ts';
import { controllersView } from './views/controllers.ts';
import { createCharts } from './views/chart.ts';
import { economyView } from './views/economy.ts';
import { header } from './views/header.ts';
import { help } from './views/help.ts';
import { notices } from './views/notices.ts';
import { panel } from './views/panel.ts';
import { createShopsView } from './views/shops.ts';
import { timeBar } from './views/time-bar.ts';
import { troubleView } from './views/trouble.ts';

const TICK_MS = 1_000;

/** Draws the page again whenever something that it shows has changed, once a frame at most. */
function start(browser: Window & typeof globalThis): void {
  const root = browser.document.getElementById('app');
  if (root === null) return;
  const context = createPageContext(browser);
  const views: Partial<Record<PageView, () => TemplateResult>> = {
    map: createMapView(context, browser),
    shops: createShopsView(context),
    economy: () => economyView(context),
    trouble: () => troubleView(context),
    controllers: () => controllersView(context),
  };
  const charts = createCharts(context, browser);
  let frame = 0;
  let dispose = (): void => undefined;
  const draw = (): void => {
    frame = 0;
    dispose();
    let first = true;
    dispose = effect(() => {
      if (!first) return void (frame ||= browser.requestAnimationFrame(draw));
      first = false;
      const shown = html`${header(context)} ${timeBar(context)} ${notices(context)}
        <main class=${isOld(context) ? 'old' : ''}>${views[context.place.value.view]?.()} ${panel(context, charts)}</main>
        ${help()}`;
      render(shown, root);
    });
  };
  draw();
  signOnTab(context, browser);
  listenToKeys(context, browser);
  connectPage(context, browser);
  followControllers(context, browser);
  followPast(context, browser);
  followFigures(context, browser);
  browser.setInterval(() => (context.nowMs.value = Date.now()), TICK_MS);
}

start(window);
