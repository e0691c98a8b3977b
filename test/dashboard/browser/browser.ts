import { describe, expect, it, jest } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

// A browser without a graphics card draws on the processors that all other suites use as well.
jest.setTimeout(120_000);

/** The browser of this machine: what CHROMIUM names, or the first that is on PATH. */
function findBrowser(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM !== undefined) return existsSync(CHROMIUM) ? CHROMIUM : undefined;
  const folders = PATH.split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** A suite that needs a browser: skipped, saying so, where there is none; a failure where REQUIRE_BROWSER=1. */
export function describeBrowser(name: string, suite: () => void): void {
  if (findBrowser() !== undefined) describe(name, suite);
  else if (process.env['REQUIRE_BROWSER'] === '1') {
    describe(name, () => {
      it('has a browser', () => expect(`CHROMIUM is ${process.env['CHROMIUM'] ?? 'not set'}`).toBe(`a browser, or ${NAMES[0]} is on PATH`));
    });
  } else describe.skip(`${name} (no browser: apt-get install chromium-headless-shell, or set CHROMIUM)`, suite);
}

/** Alone with the page: it calls nobody by itself. As root it starts only without its sandbox. */
export const launchBrowser = (...args: readonly string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: findBrowser() ?? '',
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-background-networking', '--disable-component-update', '--disable-quic', '--no-first-run', ...args],
  });

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
