import type { $ZodType } from 'zod/v4/core';
import { customChecks } from './custom-checks.ts';
import { checksOf, defOf, type SchemaReading, type StructuralSchema } from './reading.ts';

/** One of the options of a union, as it was read. */
interface UnionOption {
  /** The values of the discriminator that mean this one. */
  readonly told: readonly unknown[];
  readonly fields: Readonly<Record<string, StructuralSchema>>;
  readonly required: readonly string[];
}

/** A union that is told apart by a field, or an integer or text: there are no others in a structural schema. */
export function unionSchema(schema: $ZodType, path: string, reading: SchemaReading): StructuralSchema {
  const def = defOf(schema);
  if (def.type !== 'union') return {};
  if (!('discriminator' in def)) return numberOrText(def.options, path, reading);
  const { discriminator } = def as { readonly discriminator: string };
  const options = def.options.map((option, at) => optionOf(option, at + 1, discriminator, path, reading));
  return {
    type: 'object',
    properties: {
      [discriminator]: { type: 'string', enum: options.flatMap(({ told }) => told) },
      ...fieldsOfAll(options, path, reading),
    },
    required: [discriminator],
    oneOf: options.map((option) => onlyThat(option, options, discriminator)),
    ...customChecks(checksOf(schema), path, reading),
  };
}

function optionOf(option: $ZodType, number: number, discriminator: string, path: string, reading: SchemaReading): UnionOption {
  const { properties = {}, required = [], ...more } = reading.within(option, path);
  const { [discriminator]: own, ...fields } = properties;
  const def = defOf(option);
  const isStrict = def.type === 'object' && def.catchall !== undefined && defOf(def.catchall).type === 'never';
  if (!isStrict) {
    const remedy = `make it a z.strictObject: in what is one object to a server, it cannot leave out the fields of other options`;
    reading.refuse(path, `option ${number} of a union`, remedy);
  } else if (own?.enum === undefined || own.type !== 'string' || Object.keys(more).some((name) => name !== 'type'))
    reading.refuse(path, `option ${number} of a union`, `give it ${discriminator} as a literal text, and put rules on the union`);
  for (const [name, field] of Object.entries(fields))
    if (field.default !== undefined)
      reading.refuse(`${path}.${name}`, 'a default in an option', 'make it optional: a server would fill it in whatever the option');
  return { told: own?.enum ?? [], fields, required };
}

/** The fields of all options; one that several have is the same in each. */
function fieldsOfAll(options: readonly UnionOption[], path: string, { refuse }: SchemaReading): Readonly<Record<string, StructuralSchema>> {
  const all = new Map<string, StructuralSchema>();
  for (const [name, field] of options.flatMap(({ fields }) => Object.entries(fields))) {
    const known = all.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(field))
      refuse(`${path}.${name}`, 'a field that is not the same in two options', 'give it two names');
    all.set(name, field);
  }
  return Object.fromEntries(all);
}

/** What is required of one option, and that no other's fields are there. */
function onlyThat({ told, fields, required }: UnionOption, options: readonly UnionOption[], discriminator: string): StructuralSchema {
  const foreign = new Set(options.flatMap((other) => Object.keys(other.fields)).filter((name) => !Object.hasOwn(fields, name)));
  return {
    properties: { [discriminator]: { enum: told } },
    required: [discriminator, ...required.filter((name) => name !== discriminator)],
    ...(foreign.size > 0 && { not: { anyOf: [...foreign].map((name) => ({ required: [name] })) } }),
  };
}

function numberOrText(options: readonly $ZodType[], path: string, { refuse }: SchemaReading): StructuralSchema {
  const plain = options.map((option) => {
    const checks = checksOf(option);
    if (defOf(option).type === 'string' && checks.length === 0) return 'text';
    return checks.length === 1 && checks[0]?.['format'] === 'safeint' ? 'whole number' : 'something else';
  });
  if (plain.toSorted().join() === 'text,whole number') return { 'x-kubernetes-int-or-string': true };
  refuse(path, 'a union', 'use z.discriminatedUnion, or z.union([z.int(), z.string()]) without checks');
  return {};
}
