/** What the tour explains, and the chapter that does: there it stands in bold, before anybody has to know it. */
export const TOUR_TERMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['realm', ['cluster', 'API server', 'object', 'namespace', 'realm', 'kingdom', 'town', 'shop', 'good', 'worker', 'pod']],
  ['labels', ['label', 'selector']],
  ['deployments', ['Deployment', 'ReplicaSet', 'stock', 'books']],
  ['rollouts', ['rollout', 'revision', 'image']],
  ['configmaps', ['directions', 'ConfigMap', 'minimum', 'volume', 'container']],
  ['services', ['Service', 'EndpointSlice']],
  ['probes', ['probe', 'readiness', 'liveness', 'starve']],
  ['events', ['log', 'event']],
  ['watches', ['watch', 'resource version']],
  ['patches', ['annotation', 'sign', 'patch', 'strategic merge patch', 'JSON patch', 'server-side apply']],
  ['downward-api', ['environment variables', 'Downward API']],
  ['rbac', ['ServiceAccount', 'RBAC', 'Role', 'RoleBinding', 'admission policy', 'token']],
  ['apply', ['field manager', 'conflict']],
  ['controllers', ['controller', 'informer', 'queue', 'reconcile', 'level-triggered']],
  ['leader-election', ['Lease', 'leader', 'stand-by']],
  ['configuration', ['source', 'record', 'marker', 'debounce window']],
  ['event-bus', ['message bus', 'checkpoint']],
  ['scaling', ['autoscaler', 'range']],
  ['exactly-once', ['idempotency key', 'intent', 'in doubt']],
  ['outage', ['outage']],
]);

/** Words of everyday life as well: only as a heading of a table or in a sentence about something else would they come earlier. */
export const EVERYDAY: ReadonlySet<string> = new Set([
  'good',
  'object',
  'image',
  'minimum',
  'volume',
  'stock',
  'container',
  'books',
  'label',
  'source',
  'record',
]);
