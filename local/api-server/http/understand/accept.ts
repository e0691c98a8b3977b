import { StatusError } from '../../contracts/status-error.ts';

/** In which shape a client wants objects. */
export interface Accepted {
  readonly shape: 'aggregated-discovery' | 'object' | 'partial' | 'table';
  readonly format: Format;
}

/** The documents of OpenAPI have a form of their own, and are not to be had in YAML. */
type Format = 'json' | 'openapi-message' | 'yaml';

const SHAPES: Readonly<Record<string, Accepted['shape']>> = {
  'Table;v1;meta.k8s.io': 'table',
  'Table;v1beta1;meta.k8s.io': 'table',
  'PartialObjectMetadata;v1;meta.k8s.io': 'partial',
  'PartialObjectMetadataList;v1;meta.k8s.io': 'partial',
  'PartialObjectMetadata;v1beta1;meta.k8s.io': 'partial',
  'PartialObjectMetadataList;v1beta1;meta.k8s.io': 'partial',
  'APIGroupDiscoveryList;v2;apidiscovery.k8s.io': 'aggregated-discovery',
};
const FORMATS: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'application/yaml': 'yaml',
  'application/json;stream=watch': 'json',
};

const openApiFormats = (version: 'v2' | 'v3'): Readonly<Record<string, Format>> => ({
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  [`application/com.github.proto-openapi.spec.${version}.v1.0+protobuf`]: 'openapi-message',
  [`application/com.github.proto-openapi.spec.${version}@v1.0+protobuf`]: 'openapi-message',
});
const OPENAPI_FORMATS = { v2: openApiFormats('v2'), v3: openApiFormats('v3') };

function formatsAt(path: string): Readonly<Record<string, Format>> {
  if (path === '/openapi/v2') return OPENAPI_FORMATS.v2;
  return path.startsWith('/openapi/v3/') ? OPENAPI_FORMATS.v3 : FORMATS;
}

const quality = (parameters: ReadonlyMap<string, string>) => Number(parameters.get('q') ?? '1');

function clauses(header: string) {
  return header
    .split(',')
    .map((clause) => {
      const [type = '', ...parameters] = clause.split(';').map((part) => part.trim());
      const named = new Map(
        parameters.map((parameter): [string, string] => {
          const [key = '', value = ''] = parameter.split('=');
          return [key.toLowerCase(), value];
        }),
      );
      return { type: type.toLowerCase(), named };
    })
    .sort((a, b) => quality(b.named) - quality(a.named));
}

/**
 * The first clause of an Accept header that this server can satisfy; it has no protobuf to offer, but of OpenAPI.
 * Throws a StatusError (406) if none can be.
 */
export function accepted(header: string | undefined, path: string): Accepted {
  const formats = formatsAt(path);
  if (header === undefined || header === '') return { shape: 'object', format: 'json' };
  for (const { type, named } of clauses(header)) {
    const format = formats[type];
    if (format === undefined) continue;
    const as = named.get('as');
    if (as === undefined) return { shape: 'object', format };
    const shape = SHAPES[`${as};${named.get('v') ?? ''};${named.get('g') ?? ''}`];
    if (shape !== undefined) return { shape, format };
  }
  throw new StatusError(
    406,
    'NotAcceptable',
    '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch',
    {},
  );
}
