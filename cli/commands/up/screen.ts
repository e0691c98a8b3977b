import { styleText } from 'node:util';
import { workersText, type ShopWorkers } from '../../cluster/shop-workers.ts';
import type { ShopView } from './realm-view.ts';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
  readonly colours: boolean;
}

/** The realm as lines that fit the screen: one heading per kingdom and per town, one line per shop. What does not fit is counted. */
export function screenLines(shops: readonly ShopView[], { columns, rows, colours }: ScreenSize): readonly string[] {
  const widths = {
    name: Math.max(4, ...shops.map(({ shop }) => shop.length)),
    workers: Math.max(0, ...shops.map(({ workers }) => workersCell(workers).length)),
  };
  const lines = shops.flatMap((view, index) => {
    const before = shops[index - 1];
    const kingdom = before?.kingdom === view.kingdom ? [] : [paint('bold', view.kingdom, colours)];
    const town = before?.kingdom === view.kingdom && before.town === view.town ? [] : [`  ${view.town}`];
    return [...kingdom, ...town, shopLine(view, widths, columns, colours)];
  });
  return lines.length <= rows
    ? lines
    : [...lines.slice(0, Math.max(0, rows - 1)), `… ${lines.length - rows + 1} more lines: civ watch shows them all`];
}

interface Widths {
  readonly name: number;
  /** 0 where no shop leaves them to demand. */
  readonly workers: number;
}

/** `3 of 1-5`, and what is wanted where that is another number. */
function workersCell(workers: ShopWorkers | undefined): string {
  if (workers === undefined) return '';
  const { has, wants = has } = workers;
  return wants === has ? workersText(workers) : `${workersText(workers)}, wants ${wants}`;
}

function shopLine(view: ShopView, widths: Widths, columns: number, colours: boolean): string {
  const { shop, ready, wanted, workers, goods, waits, trouble } = view;
  const state = trouble !== undefined ? 'trouble' : ready >= wanted ? 'ready' : waits.length > 0 ? 'waits' : 'starts';
  const stock = [...goods].map(([good, count]) => `${good} ${count}`).join(', ');
  const rest = trouble ?? (waits.length > 0 ? `waits for ${waits.join(', ')}` : '');
  const staff = widths.workers === 0 ? '' : `${workersCell(workers).padEnd(widths.workers)}  `;
  const plain =
    `    ${shop.padEnd(widths.name)}  ${state.padEnd(7)}  ${staff}${stock.padEnd(16)}${rest === '' ? '' : `  ${rest}`}`.trimEnd();
  const cut = plain.length > columns ? `${plain.slice(0, Math.max(0, columns - 1))}…` : plain;
  return cut.replace(new RegExp(`(?<=^ {4}.{${widths.name}} {2})${state}`), (word) => paint(STYLES[state], word, colours));
}

const STYLES = { ready: 'green', waits: 'yellow', starts: 'gray', trouble: 'red' } as const;
const paint = (style: Parameters<typeof styleText>[0], text: string, colours: boolean): string =>
  colours ? styleText(style, text, { validateStream: false }) : text;
