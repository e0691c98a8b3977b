import type { Page } from 'playwright-core';

/** What somebody does who looks at everything; it ends where it began, on the map, live. */
const STEPS: readonly ((page: Page) => Promise<void>)[] = [
  (page) => page.keyboard.press('2'),
  (page) => page.locator('tr[data-shop] a').first().click(),
  (page) => page.locator('.charts:not([open]) summary').click(),
  (page) => page.locator('.chart canvas').first().waitFor(),
  (page) => page.locator('.charts[open] summary').click(),
  (page) => page.keyboard.press('Escape'),
  (page) => page.keyboard.press('3'),
  (page) => page.locator('tr[data-good] .fold').first().click(),
  (page) => page.locator('tr[data-detail]').waitFor(),
  (page) => page.locator('tr[data-good] .fold[aria-expanded="true"]').click(),
  (page) => page.keyboard.press('4'),
  (page) => page.getByRole('region', { name: 'Trouble, the newest first' }).waitFor(),
  (page) => page.keyboard.press('5'),
  (page) => page.keyboard.press('['),
  (page) => page.locator('.time-bar').waitFor(),
  (page) => page.keyboard.press('1'),
  (page) => page.keyboard.press('l'),
  (page) => page.locator('.time-bar').waitFor({ state: 'detached' }),
  (page) => page.keyboard.press('+'),
  (page) => page.mouse.move(500, 400),
  (page) => page.mouse.move(700, 400),
  (page) => page.keyboard.press('0'),
];

/** Looks at everything that the page has, once, with `pause` after each step. */
export async function walkPage(page: Page, pause: () => Promise<void> = async () => {}): Promise<void> {
  for (const step of STEPS) {
    await step(page);
    await pause();
  }
}
