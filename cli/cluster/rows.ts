import type { KubeObject, Resource } from '../../kube/objects/resource.ts';
import { columns } from '../../ground/text/columns.ts';
import { inOneLine, printable } from '../../ground/text/printable.ts';

/** One thing in a list, in each of its forms. */
export interface Row {
  /** What it is called, alone on a line; also what rows are sorted by. */
  readonly name: string;
  /** `pod/woodworker-…`: as kubectl names it. */
  readonly title: string;
  /** Of the wide form; the first column is the name. */
  readonly cells: readonly string[];
  /** For programs. */
  readonly data: Readonly<Record<string, unknown>>;
}

export type OutputForm = 'plain' | 'wide' | 'json' | 'yaml' | 'name';

/** What a list is made of: collections, and the rows that they hold. */
export interface ListSource {
  readonly titles: readonly string[];
  /** Undefined: all of them. */
  readonly kingdom?: string;
  /** Each with how to narrow it. */
  readonly collections: readonly {
    readonly resource: Resource<KubeObject>;
    readonly namespace?: string;
    readonly labelSelector?: string;
  }[];
  /** Of what was read of the collections, in their order. */
  rows(objects: readonly (readonly KubeObject[])[]): readonly Row[];
}

export const sorted = (rows: readonly Row[]): readonly Row[] => [...rows].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

export async function rendered(rows: readonly Row[], titles: readonly string[], output: OutputForm): Promise<string> {
  switch (output) {
    case 'plain':
      return rows.map(({ name }) => `${inOneLine(name)}\n`).join('');
    case 'name':
      return rows.map(({ title }) => `${inOneLine(title)}\n`).join('');
    case 'json':
      return `${JSON.stringify(
        rows.map(({ data }) => data),
        undefined,
        2,
      )}\n`;
    case 'yaml':
      return yamlOf(
        rows.map(({ data }) => data),
        (await import('js-yaml')).dump,
      );
    case 'wide':
      return rows.length === 0 ? '' : table([...(titles.length > 0 ? [titles] : []), ...rows.map(({ cells }) => cells)]);
  }
}

/** What the door makes visible is an escape that YAML reads, between double quotes. */
function yamlOf(data: readonly Row['data'][], dump: (data: unknown, options?: object) => string): string {
  const text = dump(data);
  return text === printable(text) ? text : dump(data, { forceQuotes: true, quoteStyle: 'double' });
}

export const table = (rows: readonly (readonly string[])[]): string =>
  columns(rows.map((cells) => cells.map((cell) => inOneLine(cell))))
    .map((line) => `${line}\n`)
    .join('');
