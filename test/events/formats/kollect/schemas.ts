import { create, createFileRegistry, type DescMessage, type FileRegistry } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  file_google_protobuf_any,
  file_google_protobuf_timestamp,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { readFileSync } from 'node:fs';

const FOLDER = 'events/formats/kollect/';
const SCALARS = { string: FieldDescriptorProto_Type.STRING, bytes: FieldDescriptorProto_Type.BYTES } as const;

/** What the published .proto files say, to a protobuf library: they have messages of scalars and of imported messages, and no more. */
function descriptorOf(file: string): FileDescriptorProto {
  const source = readFileSync(`${FOLDER}${file}`, 'utf8').replaceAll(/\/\/.*$/gm, '');
  const messages = [...source.matchAll(/message (\w+) \{([^}]*)\}/g)];
  return create(FileDescriptorProtoSchema, {
    name: file,
    syntax: 'proto3',
    package: /^package ([\w.]+);$/m.exec(source)?.[1],
    dependency: [...source.matchAll(/^import "([^"]+)";$/gm)].map(([, name = '']) => name),
    messageType: messages.map(([, name = '', body = '']) => ({
      name,
      field: body
        .split(';')
        .map((line) => line.trim())
        .filter(Boolean)
        .map(fieldOf),
    })),
  });
}

function fieldOf(line: string) {
  const [, type = '', name = '', number] = /^([\w.]+) (\w+) = (\d+)$/.exec(line) ?? [];
  if (number === undefined) throw new Error(`${line}: a field that is not read here`);
  const label = FieldDescriptorProto_Label.OPTIONAL;
  const jsonName = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (type === 'string' || type === 'bytes') return { name, jsonName, number: Number(number), label, type: SCALARS[type] };
  return { name, jsonName, number: Number(number), label, type: FieldDescriptorProto_Type.MESSAGE, typeName: `.${type}` };
}

const KNOWN = new Map([
  ['google/protobuf/any.proto', file_google_protobuf_any],
  ['google/protobuf/timestamp.proto', file_google_protobuf_timestamp],
]);

export const registry: FileRegistry = createFileRegistry(
  ...['envelope.proto', 'resource.proto'].map((file) => createFileRegistry(descriptorOf(file), (name) => KNOWN.get(name))),
);

export function schemaOf(name: string): DescMessage {
  const schema = registry.getMessage(name);
  if (schema === undefined) throw new Error(`${name} is not in the .proto files`);
  return schema;
}
