import { html, type TemplateResult } from 'lit-html';

/** The words of the page that somebody may not know, and the chapter of the tour that explains each. */
export const CHAPTER_OF: ReadonlyMap<string, string> = new Map([
  ['realm', '01-realm'],
  ['kingdom', '01-realm'],
  ['town', '01-realm'],
  ['shop', '01-realm'],
  ['good', '01-realm'],
  ['worker', '01-realm'],
  ['pod', '01-realm'],
  ['stock', '03-deployments'],
  ['books', '03-deployments'],
  ['directions', '05-configmaps'],
  ['starving', '07-probes'],
  ['event', '08-events'],
  ['sign', '10-patches'],
  ['controller', '14-controllers'],
  ['leader', '15-leader-election'],
  ['demand', '18-scaling'],
  ['in doubt', '19-exactly-once'],
]);

/** A word as a link to its chapter, which opens beside the realm. */
export const wordLink = (word: string, shown = word): TemplateResult =>
  html`<a class="word" href="tour/${CHAPTER_OF.get(word) ?? 'index'}.html" target="_blank" rel="noopener">${shown}</a>`;

/** All of them, for the help. */
export const words = (): TemplateResult =>
  html`<h2>Words</h2>
    <p class="words">${[...CHAPTER_OF.keys()].map((word) => html`${wordLink(word)} `)}</p>
    <p><a href="tour/index.html" target="_blank" rel="noopener">The tour</a> explains them one after another, on a realm of your own.</p>`;
