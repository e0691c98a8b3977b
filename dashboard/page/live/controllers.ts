import { effect } from '@preact/signals-core';
import type { ControllersPicture } from '../../wire/controllers.ts';
import type { PageContext } from '../page-state.ts';

const EVERY_MS = 3_000;

/** Asks what the controllers are at, again and again, for as long as somebody looks at them. What was known last stays. */
export function followControllers({ controllers, place }: PageContext, browser: Window & typeof globalThis): void {
  const ask = async (): Promise<void> => {
    if (browser.document.visibilityState === 'hidden') return;
    try {
      const answer = await browser.fetch('api/controllers', { headers: { accept: 'application/json' } });
      if (answer.ok) controllers.value = (await answer.json()) as ControllersPicture;
    } catch {
      return; // that the server is away is said already
    }
  };
  let timer: number | undefined;
  effect(() => {
    const looks = place.value.view === 'controllers';
    if (looks === (timer !== undefined)) return;
    browser.clearInterval(timer);
    timer = looks ? browser.setInterval(() => void ask(), EVERY_MS) : undefined;
    if (looks) void ask();
  });
}
