import { html, nothing, type TemplateResult } from 'lit-html';

/** A command for a terminal. It can be copied where the browser lets a page do that: not where the page came over plain HTTP. */
export const command = (text: string): TemplateResult =>
  html`<p class="command">
    <code>${text}</code>
    ${globalThis.isSecureContext ? html`<button type="button" aria-label="Copy the command" @click=${() => copy(text)}>copy</button>` : nothing}
  </p>`;

/** Where the browser refuses, nothing is copied: the text is still there to be marked. */
const copy = (text: string): void => void globalThis.navigator.clipboard.writeText(text).catch(() => undefined);
