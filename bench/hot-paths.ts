import { readFileSync, writeFileSync } from 'node:fs';
import { show, type Figure } from './figure.ts';
import { MEASURED } from './measured-table.ts';
import { isProfiling } from './profile/profiling.ts';
import { numberText } from './scale/cost-table.ts';

/** What a path of ours costs that many take, and what the least of it costs by itself, or a rival's, in the same run. */
export interface HotPath {
  readonly path: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: Figure['bar'];
  readonly beside: { readonly what: string; readonly value: number };
}

const DOCUMENT = 'docs/performance.md';

/** Prints it, and writes it into docs/performance.md, unless profiles are written: those cost time. */
export function tellHotPath(print: (line: string) => void, hot: HotPath): void {
  const { path: what, beside, ...figure } = hot;
  print(show({ what, ...figure }));
  print(show({ what: `beside it: ${beside.what}`, value: beside.value, unit: hot.unit }));
  if (!isProfiling()) writeFileSync(DOCUMENT, withHotPath(readFileSync(DOCUMENT, 'utf8'), hot));
}

/** The document with that row as it is now. Why it does not cost less is written there by hand, and stays. */
export function withHotPath(document: string, { path, value, unit, beside }: HotPath): string {
  return document.replace(MEASURED, (table) => {
    const rows = table.trimEnd().split('\n');
    const isOf = (row: string): boolean => row.startsWith(`| ${path} |`);
    const old = rows.find(isOf);
    const why = old === undefined ? '' : cellsOf(old).at(-1);
    const costs = [`${numberText(value)} ${unit}`, `${numberText(beside.value)} ${unit}: ${beside.what}`, numberText(value / beside.value)];
    const row = `| ${[path, ...costs, why].join(' | ')} |`;
    return `${(old === undefined ? [...rows, row] : rows.map((each) => (isOf(each) ? row : each))).join('\n')}\n`;
  });
}

const cellsOf = (row: string): readonly string[] => row.replace(/^\| | \|$/g, '').split(' | ');
