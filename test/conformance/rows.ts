/** What a case may show. */
export type Aspect = 'error' | 'event' | 'success';

/** What clients need of an API server, most needed first; and what cases must show of each. */
export const ROWS = {
  'access: bearer tokens': ['success', 'error'],
  'discovery, both forms': ['success', 'error'],
  'create, get, update': ['success', 'error', 'event'],
  'metadata: uid, generation, creationTimestamp, generateName': ['success'],
  'list with selectors': ['success', 'error'],
  watch: ['success', 'error', 'event'],
  tables: ['success', 'error', 'event'],
  'patches: JSON, merge, strategic': ['success', 'error', 'event'],
  'delete: preconditions, grace, finalizers': ['success', 'error', 'event'],
  namespaces: ['success', 'error', 'event'],
  'OpenAPI v3': ['success', 'error'],
  'version and health': ['success', 'error'],
  'status subresource': ['success', 'error', 'event'],
  'scale subresource': ['success', 'error', 'event'],
  'pods: binding and eviction': ['success', 'error', 'event'],
  paging: ['success', 'error'],
  propagation: ['success', 'error'],
  'server-side apply': ['success', 'error', 'event'],
  'dry run': ['success', 'error'],
  'field validation': ['success', 'error'],
  defaults: ['success'],
  validation: ['error'],
  'protobuf bodies': ['success', 'error'],
  'access reviews': ['success', 'error'],
  'service account tokens': ['success', 'error'],
  events: ['success', 'error', 'event'],
  leases: ['success', 'error', 'event'],
  'custom resources': ['success', 'error', 'event'],
  'field selectors': ['success', 'error', 'event'],
  'role-based access control': ['success', 'error'],
  'admission policies': ['success', 'error'],
  'policy expressions': ['success', 'error'],
  'rules of custom resources': ['success', 'error'],
  'kinds of the infrastructure': ['success', 'error'],
  'what is not there': ['error'],
  limits: ['success', 'error'],
} as const satisfies Readonly<Record<string, readonly Aspect[]>>;

export type RowName = keyof typeof ROWS;
