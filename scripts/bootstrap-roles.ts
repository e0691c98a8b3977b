import { apiClient, type ApiServerUnderTest } from '../test/local/api-server/api-client.ts';

export const ROLES_FILE = new URL('../local/api-server/bootstrap/roles.json', import.meta.url);

const KINDS = {
  clusterroles: 'ClusterRole',
  clusterrolebindings: 'ClusterRoleBinding',
  roles: 'Role',
  rolebindings: 'RoleBinding',
} as const;
const FIELDS = ['aggregationRule', 'rules', 'roleRef', 'subjects'];

interface Found extends Readonly<Record<string, unknown>> {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
}

/**
 * The roles and bindings that a server makes for itself, one per line; what all of them have in common is added by
 * bootstrap/bootstrap-objects.ts.
 */
export async function bootstrapRolesText(server: ApiServerUnderTest): Promise<string> {
  const api = apiClient(server);
  try {
    const rows: string[] = [];
    for (const [plural, kind] of Object.entries(KINDS)) {
      const { text } = await api.ask('GET', `/apis/rbac.authorization.k8s.io/v1/${plural}`);
      for (const object of (JSON.parse(text) as { readonly items: readonly Found[] }).items) {
        const { name, namespace, labels = {} } = object.metadata;
        const { 'kubernetes.io/bootstrapping': bootstrapping, ...more } = labels;
        if (bootstrapping !== 'rbac-defaults') continue;
        const fields = Object.fromEntries(FIELDS.flatMap((field) => (object[field] === undefined ? [] : [[field, object[field]]])));
        rows.push(
          JSON.stringify({
            kind,
            name,
            ...(namespace === undefined ? {} : { namespace }),
            ...(Object.keys(more).length === 0 ? {} : { labels: more }),
            ...fields,
          }),
        );
      }
    }
    return `[\n${rows.join(',\n')}\n]\n`;
  } finally {
    await api.close();
  }
}
