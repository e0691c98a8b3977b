import type { $ZodCheck, $ZodType, $ZodTypes } from 'zod/v4/core';
import type { ApiextensionsV1JSONSchemaProps } from '../../kube/objects/kinds/apiextensions-v1.ts';

/** A level of a CustomResourceDefinition's schema. */
export type StructuralSchema = ApiextensionsV1JSONSchemaProps;

/** A zod schema that is being written as a structural one. */
export interface SchemaReading {
  /** Writes what is within. */
  readonly within: (schema: $ZodType, path: string) => StructuralSchema;
  /** Says that something cannot be expressed: all of it is told at once. */
  readonly refuse: (path: string, what: string, remedy: string) => void;
}

/** What zod says of a schema. Every schema is one of these. */
export const defOf = ({ _zod }: $ZodType): $ZodTypes['_zod']['def'] => (_zod as $ZodTypes['_zod']).def;

/** The values of a choice. */
export const valuesOf = ({ _zod }: $ZodType): readonly unknown[] => [...(_zod.values ?? [])];

/** May a field of an object be left out? */
export const mayBeAbsent = ({ _zod: { optin } }: $ZodType): boolean => optin === 'optional' || optin === 'defaulted';

/** A check as data; its fields depend on what it is called. */
export interface CheckDef {
  readonly check: string;
  readonly [field: string]: unknown;
}

/** The checks of a schema, in their order. What has a format, as `z.email()`, is a check itself. */
export function checksOf(schema: $ZodType): readonly CheckDef[] {
  const def = defOf(schema) as { readonly check?: string; readonly checks?: readonly $ZodCheck[] };
  const own = def.check === undefined ? [] : [def];
  return [...own, ...(def.checks ?? []).map(({ _zod }) => _zod.def)] as unknown as readonly CheckDef[];
}
