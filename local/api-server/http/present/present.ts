import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { Printer } from '../../contracts/printing.ts';
import { apiVersionOf } from '../../contracts/resource-info.ts';
import type { ServedResource } from '../../contracts/schema-source.ts';
import { badRequest } from '../../contracts/status-error.ts';
import { printerFor } from '../../printers/printer-for.ts';
import { itemTextOf, textOf } from '../../store/text.ts';
import type { Listed } from '../../verbs/list.ts';
import type { VerbReply } from '../../verbs/request.ts';
import type { Accepted } from '../understand/accept.ts';
import { jsonAnswer, objectAnswer, type Answer } from './answer.ts';

type RowObject = 'Metadata' | 'None' | 'Object';

/** How one client wants to see one resource. */
export interface Presentation {
  readonly served: ServedResource;
  readonly shape: Accepted['shape'];
  readonly rowObject: RowObject;
  readonly now: number;
}

export function rowObjectOf(query: URLSearchParams): RowObject {
  const requested = query.get('includeObject') ?? '';
  if (requested === '') return 'Metadata';
  if (requested === 'Metadata' || requested === 'None' || requested === 'Object') return requested;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(requested)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

const partial = ({ metadata }: StoredObject): StoredObject => ({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });

function row(object: StoredObject, printer: Printer, { rowObject, now }: Presentation): JsonObject {
  const cells = printer.cells(object, now);
  if (rowObject === 'None') return { cells, object: null };
  return { cells, object: rowObject === 'Object' ? object : partial(object) };
}

function table(objects: readonly StoredObject[], metadata: JsonObject, as: Presentation, withColumns: boolean): JsonObject {
  const printer = printerFor(as.served);
  const columns: Json = withColumns ? printer.columns : null;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns,
    rows: objects.map((object) => row(object, printer, as)),
  };
}

/** The text of one object. In a watch, only the first table names its columns. */
export function objectText(object: StoredObject, as: Presentation, withColumns = true): string {
  switch (as.shape) {
    case 'table':
      return JSON.stringify(table([object], { resourceVersion: object.metadata.resourceVersion }, as, withColumns));
    case 'partial':
      return textOf(partial(object));
    case 'aggregated-discovery':
    case 'object':
      return textOf(object);
  }
}

function listText({ items, metadata }: Listed, as: Presentation): string {
  const {
    served: { resource, schema },
  } = as;
  if (as.shape === 'table')
    return JSON.stringify(table(items, metadata['continue'] === '' ? { ...metadata, continue: undefined } : metadata, as, true));
  const [kind, apiVersion] =
    as.shape === 'partial' ? ['PartialObjectMetadataList', 'meta.k8s.io/v1'] : [`${resource.kind}List`, apiVersionOf(resource)];
  const texts = as.shape === 'partial' ? items.map((item) => textOf(partial(item))) : items.map(schema.custom ? textOf : itemTextOf);
  const head = JSON.stringify({ kind, apiVersion, metadata });
  if (as.shape === 'partial' && texts.length === 0) return `${head.slice(0, -1)},"items":null}`;
  return `${head.slice(0, -1)},"items":[${texts.join(',')}]}`;
}

/** What a verb came to. */
export type VerbResult =
  | ({ readonly is: 'object' } & VerbReply)
  | { readonly is: 'list'; readonly list: Listed }
  | { readonly is: 'review'; readonly object: StoredObject };

/** The result in the form that the client asked for. What is not of the kind of the resource, as a Status, has one form only. */
export function present(result: VerbResult, as: Presentation): Answer {
  switch (result.is) {
    case 'object': {
      const isOfResource = result.object.kind === as.served.resource.kind;
      return jsonAnswer(result.code, objectText(result.object, isOfResource ? as : { ...as, shape: 'object' }));
    }
    case 'list':
      return jsonAnswer(200, listText(result.list, as));
    case 'review':
      return objectAnswer(201, result.object);
  }
}
