import { html, type TemplateResult } from 'lit-html';
import { words } from './words.ts';

const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['/', 'find shops, towns and goods'],
  ['1 – 5', 'map, shops, economy, trouble, controllers'],
  ['+ - 0', 'on the map: closer, further, all of it'],
  ['arrows', 'on the map: left to a supplier, right to a buyer, up and down to what stands there'],
  ['Enter', 'open a shop'],
  ['Esc', 'close it'],
  ['[ ] l', 'a step back in time, a step forward, back to live'],
  ['?', 'these keys'],
];

const dialogIn = (document: Document): HTMLDialogElement | undefined => {
  const found = document.getElementById('help');
  return found instanceof HTMLDialogElement ? found : undefined;
};

export const openHelp = ({ target }: Event): void => dialogIn((target as HTMLElement).ownerDocument)?.showModal();
const close = ({ target }: Event): void => dialogIn((target as HTMLElement).ownerDocument)?.close();

/** The keys, and the words, for whoever asks for them. */
export const help = (): TemplateResult =>
  html`<dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl>
      ${KEYS.map(
        ([keys, what]) =>
          html`<div>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${what}</dd>
          </div>`,
      )}
    </dl>
    ${words()}
    <button type="button" @click=${close}>Close</button>
  </dialog>`;
