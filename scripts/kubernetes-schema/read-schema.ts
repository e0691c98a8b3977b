import { fileURLToPath } from 'node:url';
import { Agent, fetch } from 'undici';
import { resourceTable, type DiscoveredGroups } from './resource-table.ts';
import { typeTable, type OpenApiSchema } from './type-table.ts';

export const SCHEMA_FILE = fileURLToPath(new URL('../../local/api-server/schema/kubernetes.json', import.meta.url));

/** All but that of aggregation, which is served by nobody else here. */
const GROUP_VERSIONS = new Set([
  'v1',
  'apps/v1',
  'batch/v1',
  'rbac.authorization.k8s.io/v1',
  'networking.k8s.io/v1',
  'policy/v1',
  'coordination.k8s.io/v1',
  'discovery.k8s.io/v1',
  'events.k8s.io/v1',
  'admissionregistration.k8s.io/v1',
  'authentication.k8s.io/v1',
  'authorization.k8s.io/v1',
  'autoscaling/v2',
  'autoscaling/v1',
  'apiextensions.k8s.io/v1',
  'certificates.k8s.io/v1',
  'flowcontrol.apiserver.k8s.io/v1',
  'node.k8s.io/v1',
  'resource.k8s.io/v1',
  'scheduling.k8s.io/v1',
  'storage.k8s.io/v1',
]);
/** Kinds of bodies and answers that no resource has. */
const LOOSE = ['DeleteOptions', 'Status', 'PartialObjectMetadata'].map((kind) => `io.k8s.apimachinery.pkg.apis.meta.v1.${kind}`);
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface ApiServer {
  readonly url: string;
  readonly ca: string;
  readonly token: string;
}

/** What a real API server tells of itself, as the text of `kubernetes.json`. */
export async function readSchemaText({ url, ca, token }: ApiServer): Promise<string> {
  const dispatcher = new Agent({ connect: { ca } });
  const read = async (path: string, accept = 'application/json'): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, { dispatcher, headers: { authorization: `Bearer ${token}`, accept } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  try {
    const lists = [await read('/api', AGGREGATED), await read('/apis', AGGREGATED)] as DiscoveredGroups[];
    const definitions: Record<string, OpenApiSchema> = {};
    for (const groupVersion of GROUP_VERSIONS) {
      const document = (await read(`/openapi/v3/${groupVersion === 'v1' ? 'api' : 'apis'}/${groupVersion}`)) as {
        components: { schemas: Record<string, OpenApiSchema> };
      };
      Object.assign(definitions, document.components.schemas);
    }
    const { gitVersion } = (await read('/version')) as { gitVersion: string };
    const resources = resourceTable(lists, GROUP_VERSIONS);
    return text({ version: gitVersion, resources, types: typeTable(definitions, [...LOOSE, ...kindDefinitions(definitions)]) });
  } finally {
    await dispatcher.close();
  }
}

const kindDefinitions = (definitions: Readonly<Record<string, OpenApiSchema>>): string[] =>
  Object.keys(definitions).filter((name) => {
    const kinds = (definitions[name] as { 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string }[] })[
      'x-kubernetes-group-version-kind'
    ];
    return (
      kinds?.length === 1 && !name.endsWith('List') && GROUP_VERSIONS.has([kinds[0]?.group, kinds[0]?.version].filter(Boolean).join('/'))
    );
  });

/** Indented down to one line a type and a resource, so that a diff of two Kubernetes versions can be read. */
function text(schema: { readonly version: string; readonly resources: object; readonly types: object }): string {
  const block = (rows: object, indent: string): string =>
    `{\n${Object.entries(rows)
      .map(([name, row]) => `${indent} ${JSON.stringify(name)}: ${JSON.stringify(row)}`)
      .join(',\n')}\n${indent}}`;
  const groups = Object.entries(schema.resources)
    .map(([name, rows]) => `  ${JSON.stringify(name)}: ${block(rows as object, '  ')}`)
    .join(',\n');
  return `{\n "version": ${JSON.stringify(schema.version)},\n "resources": {\n${groups}\n },\n "types": ${block(schema.types, ' ')}\n}\n`;
}
