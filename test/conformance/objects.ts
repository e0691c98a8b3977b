/** Small objects of each kind, as a client would send them. */
type Fields = Readonly<Record<string, unknown>>;

const object =
  (apiVersion: string, kind: string) =>
  (name: string, fields: Fields = {}, metadata: Fields = {}) => ({ apiVersion, kind, metadata: { name, ...metadata }, ...fields });

export const namespaced = (namespace: string, plural: string, api = 'api/v1') => `/${api}/namespaces/${namespace}/${plural}`;

export const configMap = object('v1', 'ConfigMap');
export const secret = object('v1', 'Secret');
export const serviceAccount = object('v1', 'ServiceAccount');

const podSpec = (fields: Fields = {}) => ({ containers: [{ name: 'main', image: 'civ8s:1' }], ...fields });

export const pod = (name: string, spec: Fields = {}, metadata: Fields = {}) => object('v1', 'Pod')(name, { spec: podSpec(spec) }, metadata);

export const deployment = (name: string, spec: Fields = {}, metadata: Fields = {}) =>
  object('apps/v1', 'Deployment')(
    name,
    {
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: podSpec() },
        ...spec,
      },
    },
    metadata,
  );

export const MERGE = { type: 'application/merge-patch+json' };
export const JSON_PATCH = { type: 'application/json-patch+json' };
export const STRATEGIC = { type: 'application/strategic-merge-patch+json' };
export const APPLY = { type: 'application/apply-patch+yaml' };
export const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
