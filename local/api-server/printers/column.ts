import type { Json } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { Printer, PrinterColumn } from '../contracts/printing.ts';
import { ageOf } from './age.ts';

/** A column, and what stands in it. */
export interface Column {
  readonly name: string;
  readonly type?: 'boolean' | 'date' | 'integer' | 'number' | 'string';
  readonly format?: 'name';
  /** 1 shows with `-o wide` only. */
  readonly priority?: number;
  readonly cell: (object: StoredObject, now: number) => Json;
}

export const printerOf = (columns: readonly Column[]): Printer => ({
  columns: columns.map(({ name, type = 'string', format = '', priority = 0 }): PrinterColumn => ({
    name,
    type,
    format,
    description: '',
    priority,
  })),
  cells: (object, now) => columns.map(({ cell }) => cell(object, now)),
});

export const text = (name: string, cell: Column['cell']): Column => ({ name, cell });
export const integer = (name: string, cell: Column['cell']): Column => ({ name, type: 'integer', cell });
/** Shown with `-o wide` only. */
export const wide = (name: string, cell: Column['cell']): Column => ({ name, priority: 1, cell });

export const NAME: Column = { name: 'Name', format: 'name', cell: ({ metadata }) => metadata.name ?? '' };
export const AGE: Column = text('Age', ({ metadata }, now) => ageOf(metadata.creationTimestamp, now));
export const CREATED_AT: Column = { name: 'Created At', type: 'date', cell: ({ metadata }) => metadata.creationTimestamp ?? null };
