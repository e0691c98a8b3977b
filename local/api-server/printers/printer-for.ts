import type { Json, JsonObject } from '../../../ground/json/json.ts';
import type { Printer, PrinterFor } from '../contracts/printing.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import { groupResourceOf } from '../contracts/resource-info.ts';
import { ageOf } from './age.ts';
import { CLUSTER_COLUMNS } from './cluster.ts';
import { CREATED_AT, NAME, printerOf, type Column } from './column.ts';
import { INFRASTRUCTURE_COLUMNS } from './infrastructure.ts';
import { jsonPath } from './json-path.ts';
import { NETWORK_COLUMNS } from './networking.ts';
import { POD_COLUMNS } from './pods.ts';
import { WORKLOAD_COLUMNS } from './workloads.ts';

const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  pods: POD_COLUMNS,
  ...WORKLOAD_COLUMNS,
  ...NETWORK_COLUMNS,
  ...CLUSTER_COLUMNS,
  ...INFRASTRUCTURE_COLUMNS,
};

/** The table of a kind, as `kubectl get` prints it. */
export const printerFor: PrinterFor = ({ resource, definition }): Printer => {
  if (definition) return printerOf([NAME, ...customColumns(definition, resource.version)]);
  return printerOf(COLUMNS[groupResourceOf(resource)] ?? [NAME, CREATED_AT]);
};

const DEFAULT_COLUMNS: readonly JsonObject[] = [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }];

function customColumns(definition: JsonObject, version: string): Column[] {
  const served = objectsAt(objectAt(definition, 'spec'), 'versions').find(({ name }) => name === version);
  const columns = listAt(served, 'additionalPrinterColumns').length > 0 ? objectsAt(served, 'additionalPrinterColumns') : DEFAULT_COLUMNS;
  return columns.map((column) => {
    const type = columnType(textAt(column, 'type'));
    const find = jsonPath(textAt(column, 'jsonPath'));
    return {
      name: textAt(column, 'name'),
      type,
      priority: numberAt(column, 'priority') ?? 0,
      cell: (object, now) => cellOf(type, find(object)[0], now),
    };
  });
}

const columnType = (word: string): NonNullable<Column['type']> =>
  word === 'boolean' || word === 'date' || word === 'integer' || word === 'number' ? word : 'string';

/** A value of another type than the column's leaves the cell empty. */
function cellOf(type: NonNullable<Column['type']>, value: Json | undefined, now: number): Json {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? ageOf(value, now) : null;
    case 'string':
      return typeof value === 'object' ? JSON.stringify(value) : shown(value);
  }
}
