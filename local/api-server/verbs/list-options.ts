import { badRequest, invalid, StatusError, type FailureCause } from '../contracts/status-error.ts';
import { fieldSelector } from '../selectors/field-selector.ts';
import { labelSelector } from '../selectors/label-selector.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { objectOrEmpty, isJsonObject, listOrEmpty } from '../../../ground/json/json.ts';
import { pathOf, type ApiRequest } from './request.ts';

export interface ParsedListOptions {
  /** Undefined where nothing is selected: everything fits. */
  readonly selects?: (object: StoredObject) => boolean;
  /** '' is the latest, '0' is any. */
  readonly resourceVersion: string;
  readonly match: '' | 'Exact' | 'NotOlderThan';
  readonly limit: number;
  readonly continueToken: string;
  readonly timeoutSeconds?: number;
  readonly bookmarks: boolean;
  readonly sendInitialEvents?: boolean;
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function truth(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  return !['false', '0', 'False', 'FALSE', 'f', 'F'].includes(text);
}

function problems(
  isWatch: boolean,
  query: URLSearchParams,
  version: string,
  match: string,
  initial: boolean | undefined,
): readonly FailureCause[] {
  const prohibits = (field: string, why: string): FailureCause => ({ reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field });
  if (initial !== undefined && !isWatch) return [prohibits('sendInitialEvents', 'sendInitialEvents is forbidden for list')];
  if (initial !== undefined && match !== 'NotOlderThan')
    return [prohibits('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')];
  const causes: FailureCause[] = [];
  if (match === '' || initial !== undefined) return causes;
  if (isWatch)
    return [prohibits('resourceVersionMatch', 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')];
  if (version === '')
    causes.push(prohibits('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
  if ((query.get('continue') ?? '') !== '')
    causes.push(prohibits('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided'));
  if (match !== 'Exact' && match !== 'NotOlderThan')
    causes.push({
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`,
      field: 'resourceVersionMatch',
    });
  if (match === 'Exact' && version === '0')
    causes.push(prohibits('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  return causes;
}

/** Fields of a custom resource by which its definition lets clients select. */
function selectableFields({ served: { definition, resource } }: ApiRequest): readonly string[] {
  const spec = definition?.['spec'];
  const versions = listOrEmpty(objectOrEmpty(spec)['versions']);
  const version = versions.find((each) => isJsonObject(each) && each['name'] === resource.version);
  const fields = listOrEmpty(objectOrEmpty(version)['selectableFields']);
  return fields.flatMap((field) =>
    isJsonObject(field) && typeof field['jsonPath'] === 'string' ? [field['jsonPath'].replace(/^\./, '')] : [],
  );
}

function selection(request: ApiRequest): ParsedListOptions['selects'] {
  const labels = request.query.get('labelSelector') ?? '';
  const fields = request.query.get('fieldSelector') ?? '';
  const byLabels = labels === '' ? undefined : labelSelector(labels);
  const byFields = fields === '' ? undefined : fieldSelector(fields, { groupResource: pathOf(request) }, selectableFields(request));
  if (!byLabels && !byFields) return undefined;
  return (object) => (byLabels?.(object.metadata.labels ?? {}) ?? true) && (byFields?.(object) ?? true);
}

export function listOptions(request: ApiRequest): ParsedListOptions {
  const { query, verb } = request;
  const resourceVersion = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const sendInitialEvents = truth(query, 'sendInitialEvents');
  const causes = problems(verb === 'watch', query, resourceVersion, match, sendInitialEvents);
  if (causes.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', causes);
  if (!/^\d*$/.test(resourceVersion)) {
    const problem = `resourceVersion: Invalid value: ${JSON.stringify(resourceVersion)}: strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`;
    throw verb === 'watch' ? new StatusError(500, undefined, problem) : badRequest(`invalid resource version: ${problem}`);
  }
  return {
    selects: selection(request),
    resourceVersion,
    match: match === 'Exact' || match === 'NotOlderThan' ? match : '',
    limit: integer(query, 'limit') ?? 0,
    continueToken: query.get('continue') ?? '',
    timeoutSeconds: integer(query, 'timeoutSeconds'),
    bookmarks: truth(query, 'allowWatchBookmarks') ?? false,
    sendInitialEvents,
  };
}
