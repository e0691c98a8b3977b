import { html, nothing, svg, type TemplateResult } from 'lit-html';

type Values = readonly (number | null)[];

const [WIDTH, HEIGHT] = [96, 24];
/** Room for the width of the line. */
const PAD = 2;

/** A trend as a small line; what it shows is said in words as well. */
export function sparkline(values: Values | undefined, title: string): TemplateResult | typeof nothing {
  if (values === undefined || values.every((value) => value === null)) return nothing;
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${`${title}: ${rangeText(values)}`}>
    ${svg`<path d=${pathOf(values)} />`}
  </svg>`;
}

/** Where nothing is known, the line has a gap; what is known alone is a dot. */
export function pathOf(values: Values): string {
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const x = (index: number): number => round(PAD + (index * (WIDTH - 2 * PAD)) / Math.max(1, values.length - 1));
  const y = (value: number): number =>
    round(most === least ? HEIGHT / 2 : HEIGHT - PAD - ((value - least) / (most - least)) * (HEIGHT - 2 * PAD));
  return values
    .map((value, index) => {
      if (value === null) return '';
      const begins = index === 0 || values[index - 1] === null;
      const alone = begins && (values[index + 1] ?? null) === null;
      return `${begins ? 'M' : 'L'}${x(index)} ${y(value)}${alone ? 'h.1' : ''}`;
    })
    .join('');
}

const round = (number: number): number => Math.round(number * 10) / 10;

/** `from 3 to 18, at last 12`. */
export function rangeText(values: Values): string {
  const known = values.filter((value) => value !== null);
  const last = known.at(-1);
  if (last === undefined) return 'nothing is known';
  return `from ${figureText(Math.min(...known))} to ${figureText(Math.max(...known))}, at last ${figureText(last)}`;
}

const figureText = (value: number): string => String(Number(value.toPrecision(3)));
