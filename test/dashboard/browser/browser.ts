import { describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { BROWSER_NAMES, findBrowser } from './launch.ts';

// A browser without a graphics card draws on the processors that all other suites use as well.
jest.setTimeout(120_000);

/** A suite that needs a browser: skipped, saying so, where there is none; a failure where REQUIRE_BROWSER=1. */
export function describeBrowser(name: string, suite: () => void): void {
  if (findBrowser() !== undefined) describe(name, suite);
  else if (process.env['REQUIRE_BROWSER'] === '1') {
    describe(name, () => {
      it('has a browser', () =>
        expect(`CHROMIUM is ${process.env['CHROMIUM'] ?? 'not set'}`).toBe(`a browser, or ${BROWSER_NAMES[0]} is on PATH`));
    });
  } else describe.skip(`${name} (no browser: apt-get install chromium-headless-shell, or set CHROMIUM)`, suite);
}

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

/** What of the page keeps somebody out, by WCAG 2.2 AA: each with the elements that it is about. */
export async function accessProblems(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResult>(`axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`));
}
