import type { Json, JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from './kube-object.ts';
import type { ServedResource } from './schema-source.ts';

export interface PrinterColumn extends JsonObject {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

export interface Printer {
  readonly columns: readonly PrinterColumn[];
  /** One cell a column. `now` in milliseconds since 1970, for ages. */
  cells(object: StoredObject, now: number): readonly Json[];
}

/** `printers/printer-for.ts` exports `printerFor`: a printer for each kind; name and age where there is none of its own. */
export type PrinterFor = (served: ServedResource) => Printer;
