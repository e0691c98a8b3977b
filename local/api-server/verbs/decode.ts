import type { Json, JsonObject, KubeObject } from '../contracts/kube-object.ts';
import { isJsonObject, textOrEmpty } from '../contracts/kube-object.ts';
import { apiVersionOf, type GroupVersionKind } from '../contracts/resource-info.ts';
import type { KindSchema } from '../contracts/schema-source.ts';
import { badRequest, unsupportedMediaType } from '../contracts/status-error.ts';
import { decodeProtobuf } from '../protobuf/decode.ts';
import { duplicateFields } from './duplicate-fields.ts';
import type { FieldValidation } from './options.ts';
import type { Body } from './request.ts';

export const BODY_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'] as const;

/** What went wrong in JSON.parse, in the words of Go's decoder as far as they can be known. */
export function jsonProblem(text: string, error: unknown): string {
  const told = error instanceof Error ? error.message : String(error);
  if (text.trim() === '' || /Unexpected end|Unterminated|end of JSON|Expected .* \(?.*\)?at position \d+ \(line \d+ column \d+\)$/.test(told) && endsEarly(text, told)) return 'unexpected end of JSON input';
  const at = /position (\d+)/.exec(told);
  return at ? `invalid character '${text[Number(at[1])] ?? ''}' at position ${at[1]}` : told;
}

const endsEarly = (text: string, told: string) => Number(/position (\d+)/.exec(told)?.[1] ?? text.length) >= text.length;

export async function parseYaml(text: string): Promise<Json> {
  const { load } = await import('js-yaml'); // only a few requests need it
  return load(text) as Json;
}

async function parsed({ bytes, mediaType }: Body, kind: string): Promise<{ readonly value: Json; readonly duplicates: readonly string[] }> {
  if (mediaType === 'application/vnd.kubernetes.protobuf') return { value: decodeProtobuf(bytes), duplicates: [] };
  if (mediaType !== '' && mediaType !== 'application/json' && mediaType !== 'application/yaml') throw unsupportedMediaType(BODY_TYPES);
  const text = bytes.toString('utf8');
  try {
    return { value: JSON.parse(text) as Json, duplicates: duplicateFields(text) };
  } catch (error) {
    if (mediaType === 'application/yaml') return { value: await parseYaml(text).catch((cause: unknown) => { throw unreadable(kind, text, cause); }), duplicates: [] };
    throw unreadable(kind, text, error);
  }
}

const unreadable = (kind: string, text: string, error: unknown) =>
  badRequest(`the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${jsonProblem(text, error)} (${text === '' ? '<empty>' : text.slice(0, 1_024)})`);

/** Acts on complaints about fields as `fieldValidation` says. */
export function complain(complaints: readonly string[], validation: FieldValidation, refuse: (message: string) => Error, warn: (message: string) => void): void {
  if (complaints.length === 0 || validation === 'Ignore') return;
  if (validation === 'Strict') throw refuse(`strict decoding error: ${complaints.join(', ')}`);
  for (const complaint of complaints) warn(complaint);
}

/** What a body says, as an object of the kind that is expected there. */
export async function decodeBody(body: Body, { gvk }: Pick<KindSchema, 'gvk'>): Promise<{ readonly object: KubeObject; readonly duplicates: readonly string[] }> {
  const { value, duplicates } = await parsed(body, gvk.kind);
  if (value === null) return { object: asKind({}, gvk), duplicates };
  if (!isJsonObject(value)) throw badRequest(`the object provided is unrecognized (must be of type ${gvk.kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${body.bytes.toString('hex').slice(0, 2_048)})`);
  return { object: asKind(value, gvk), duplicates };
}

function asKind(value: JsonObject, expected: GroupVersionKind): KubeObject {
  const wanted = apiVersionOf(expected);
  const { apiVersion = wanted, kind = expected.kind, metadata = {}, ...rest } = value;
  if (apiVersion !== wanted || kind !== expected.kind) throw wrongKind(textOrEmpty(apiVersion) || wanted, textOrEmpty(kind) || expected.kind, expected);
  return { kind: expected.kind, apiVersion: wanted, metadata: isJsonObject(metadata) ? metadata : {}, ...rest };
}

function wrongKind(apiVersion: string, kind: string, expected: GroupVersionKind): Error {
  const version = apiVersion.split('/').at(-1) ?? apiVersion;
  const subject = `${kind} in version "${version}" cannot be handled as a ${expected.kind}`;
  if (kind !== expected.kind && version === expected.version) {
    const from = `${version}.${kind}`;
    return badRequest(`${subject}: converting (${from}) to (${expected.group === '' ? 'core' : expected.group.split('.')[0] ?? ''}.${expected.kind}): unknown conversion`);
  }
  return badRequest(`${subject}: no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`);
}
