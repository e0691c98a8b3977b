import { isJsonObject, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject, StoredMeta } from '../contracts/kube-object.ts';
import { apiVersionOf, type GroupVersionKind } from '../contracts/resource-info.ts';
import type { KindSchema } from '../contracts/schema-source.ts';
import { badRequest, StatusError, unsupportedMediaType } from '../contracts/status-error.ts';
import { decodeProtobuf } from '../protobuf/decode.ts';
import { jsonProblem } from '../contracts/json-problem.ts';
import { duplicateFields } from './duplicate-fields.ts';
import { modest, nestingProblem } from '../contracts/nesting.ts';
import { parseYaml, YamlProblem } from './yaml.ts';
import type { FieldValidation } from './options.ts';
import type { Body } from './request.ts';

const BODY_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'] as const;

async function parsed({ bytes, mediaType }: Body, kind: string): Promise<{ readonly value: Json; readonly duplicates: readonly string[] }> {
  if (mediaType === 'application/vnd.kubernetes.protobuf') return { value: decodedProtobuf(bytes, kind), duplicates: [] };
  if (mediaType !== '' && mediaType !== 'application/json' && mediaType !== 'application/yaml') throw unsupportedMediaType(BODY_TYPES);
  const text = bytes.toString('utf8');
  if (mediaType === 'application/yaml') return { value: await fromYaml(bytes, text, kind), duplicates: [] };
  const value = modest(fromJson(bytes, text, kind));
  return { value, duplicates: duplicateFields(text) };
}

function fromJson(bytes: Buffer, text: string, kind: string): Json {
  const tooDeep = nestingProblem(text);
  if (tooDeep !== undefined) throw unreadableJson(kind, bytes, tooDeep);
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw unreadableJson(kind, bytes, jsonProblem(text));
  }
}

async function fromYaml(bytes: Buffer, text: string, kind: string): Promise<Json> {
  try {
    return await parseYaml(text);
  } catch (error) {
    throw error instanceof YamlProblem ? unreadable(kind, bytes, error.message) : error;
  }
}

/** The decoder does not know what was expected. */
function decodedProtobuf(bytes: Buffer, kind: string): StoredObject {
  try {
    return decodeProtobuf(bytes);
  } catch (error) {
    const foreign = error instanceof StatusError && !bytes.subarray(0, 4).equals(Buffer.from('k8s\0'));
    throw foreign
      ? badRequest(
          `the object provided is unrecognized (must be of type ${kind}): provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] (${bytes.toString('utf8').slice(0, 1_024)})`,
        )
      : error;
  }
}

const unreadable = (kind: string, body: Buffer, problem: string) =>
  badRequest(`the object provided is unrecognized (must be of type ${kind}): ${problem} (${summary(body)})`);

const unreadableJson = (kind: string, body: Buffer, problem: string) =>
  unreadable(kind, body, `couldn't get version/kind; json parse error: ${problem}`);

const SUMMARY_BYTES = 30;

/** What the real server shows of a body that it cannot read. */
function summary(body: Buffer): string {
  if (body.length === 0) return '<empty>';
  const head = body.subarray(0, SUMMARY_BYTES).toString(body[0] === 0x7b ? 'utf8' : 'hex');
  return body.length > SUMMARY_BYTES ? `${head} ...` : head;
}

/** All that strict decoding has to say: a field that is not known is not also told to stand twice. */
export function complaintsAbout(unknown: readonly string[], duplicates: readonly string[]): readonly string[] {
  const told = new Set(unknown.map((complaint) => complaint.replace(/^unknown/, 'duplicate')));
  return [...unknown, ...duplicates.filter((complaint) => !told.has(complaint))];
}

/** Acts on complaints about fields as `fieldValidation` says. */
export function complain(
  complaints: readonly string[],
  validation: FieldValidation,
  refuse: (message: string) => Error,
  warn: (message: string) => void,
): void {
  if (complaints.length === 0 || validation === 'Ignore') return;
  if (validation === 'Strict') throw refuse(`strict decoding error: ${complaints.join(', ')}`);
  for (const complaint of complaints) warn(complaint);
}

/** What a body says, as an object of the kind that is expected there. */
export async function decodeBody(
  body: Body,
  { gvk, custom = false }: Pick<KindSchema, 'gvk'> & Partial<Pick<KindSchema, 'custom'>>,
): Promise<{ readonly object: StoredObject; readonly duplicates: readonly string[] }> {
  const { value, duplicates } = await parsed(body, gvk.kind);
  if (value === null) return { object: asKind({}, gvk, custom), duplicates };
  if (!isJsonObject(value))
    throw badRequest(
      `the object provided is unrecognized (must be of type ${gvk.kind}): couldn't get version/kind; json parse error: json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${body.bytes.toString('hex').slice(0, 2_048)})`,
    );
  return { object: asKind(value, gvk, custom), duplicates };
}

function asKind(value: JsonObject, expected: GroupVersionKind, custom: boolean): StoredObject {
  const wanted = apiVersionOf(expected);
  const { apiVersion = wanted, kind = expected.kind, metadata = {}, ...rest } = value;
  if (custom && apiVersion !== wanted)
    throw badRequest(`the API version in the data (${textOrEmpty(apiVersion)}) does not match the expected API version (${wanted})`);
  if (apiVersion !== wanted || kind !== expected.kind)
    throw wrongKind(textOrEmpty(apiVersion) || wanted, textOrEmpty(kind) || expected.kind, expected);
  return { kind: expected.kind, apiVersion: wanted, metadata: (metadata ?? {}) as StoredMeta, ...rest }; // the schema has yet to see it
}

function wrongKind(apiVersion: string, kind: string, expected: GroupVersionKind): Error {
  const version = apiVersion.split('/').at(-1) ?? apiVersion;
  const subject = `${kind} in version "${version}" cannot be handled as a ${expected.kind}`;
  if (kind !== expected.kind && version === expected.version) {
    const from = `${version}.${kind}`;
    return badRequest(
      `${subject}: converting (${from}) to (${expected.group === '' ? 'core' : (expected.group.split('.')[0] ?? '')}.${expected.kind}): unknown conversion`,
    );
  }
  return badRequest(`${subject}: no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`);
}
