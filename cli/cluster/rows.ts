import type { KubeObject, Resource } from '../../kube/objects/resource.ts';
import { columns } from '../../ground/text/columns.ts';

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
      return rows.map(({ name }) => `${name}\n`).join('');
    case 'name':
      return rows.map(({ title }) => `${title}\n`).join('');
    case 'json':
      return `${JSON.stringify(
        rows.map(({ data }) => data),
        undefined,
        2,
      )}\n`;
    case 'yaml':
      return (await import('js-yaml')).dump(rows.map(({ data }) => data));
    case 'wide':
      return rows.length === 0 ? '' : table([...(titles.length > 0 ? [titles] : []), ...rows.map(({ cells }) => cells)]);
  }
}

export const table = (rows: readonly (readonly string[])[]): string =>
  columns(rows)
    .map((line) => `${line}\n`)
    .join('');
