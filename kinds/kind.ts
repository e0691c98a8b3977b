import type { output, ZodObject, ZodType } from 'zod';
import { isDnsSubdomain, isLetterLabel } from '../ground/text/names.ts';
import { likelyPlural } from './likely-plural.ts';
import { resource, type KubeObject } from '../kube/objects/resource.ts';
import type { Kind, KindObject } from './kind-resource.ts';
import { definitionOf, objectOfKind, versionOf, type KindColumn, type KindNames } from './definition.ts';
import { KindError } from './kind-error.ts';
import { conversionsUpTo, versionProblems, versionsUpTo, type PreviousVersion } from './previous-version.ts';
import { readObject } from './read-object.ts';
import type { KindRule } from './rule.ts';
import { mayBeAbsent } from './schema/reading.ts';
import { readSchema, type SchemaProblem } from './schema/read-schema.ts';

/** What the status of a kind has of its own; nothing, where none is declared. */
type StatusFields<Status extends ZodObject> = [Status] extends [never] ? unknown : output<Status>;

/** A kind of one's own, as it is declared. */
export interface KindDeclaration<
  Spec extends ZodType,
  Status extends ZodObject,
  Name extends string,
  Namespaced extends boolean,
  Old extends KubeObject = never,
> {
  readonly group: string;
  readonly version: string;
  /** In CamelCase: `Website`. */
  readonly kind: string;
  /** @default the kind in lower case, as English makes the plural of it */
  readonly plural?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** @default true */
  readonly namespaced?: Namespaced;
  readonly spec: Spec;
  readonly status?: Status;
  /** The types of its conditions. */
  readonly conditions?: readonly Name[];
  /** By their titles: the paths of their values, as in `.spec.replicas`. */
  readonly columns?: Readonly<Record<string, KindColumn>>;
  /** What holds of the spec as a whole; `self` is the spec. */
  readonly rules?: readonly KindRule[];
  /** The version before this one, which may have one before it. */
  readonly previous?: PreviousVersion<Old, KindObject<output<Spec>, StatusFields<Status>, Name>>;
  /** The version in which objects are stored. @default this one */
  readonly stored?: string;
}

/** Whatever it declares. */
type AnyDeclaration = Omit<KindDeclaration<ZodType, ZodObject, string, boolean>, 'previous'> & {
  readonly previous?: PreviousVersion<KubeObject, KubeObject>;
};

/**
 * Declares a kind. From its schemas come the type, the CustomResourceDefinition and the check of objects. Throws a KindError with
 * everything in them that a CustomResourceDefinition cannot express.
 */
export function kind<
  Spec extends ZodType,
  Status extends ZodObject = never,
  const Name extends string = never,
  Namespaced extends boolean = true,
  Old extends KubeObject = never,
>(
  declaration: KindDeclaration<Spec, Status, Name, Namespaced, Old>,
): Kind<KindObject<output<Spec>, StatusFields<Status>, Name>, Namespaced>;
export function kind(declaration: AnyDeclaration): Kind<KindObject<unknown, object, string>> {
  const { spec, status, columns = {}, rules = [], previous, stored = declaration.version } = declaration;
  const names = namesOf(declaration);
  const problems: SchemaProblem[] = [];
  const schema = objectOfKind({
    spec: readSchema(spec, 'spec', problems),
    specRequired: !mayBeAbsent(spec),
    status: status === undefined ? {} : readSchema(status, 'status', problems),
    rules: rules.map(({ params }) => params.rule),
  });
  const told = [
    ...nameProblems(names),
    ...versionProblems(names, previous, stored),
    ...problems.map(({ path, what, remedy }) => `${path}: ${what} cannot be said to an API server: ${remedy}`),
    ...['observedGeneration', 'conditions']
      .filter((name) => status !== undefined && name in status.shape)
      .map((name) => `status.${name}: every kind has it: leave it out`),
  ];
  if (told.length > 0) throw new KindError(`the kind ${names.kind} cannot be declared`, told);
  const versions = versionsUpTo(versionOf(names.version, schema, columns), previous);
  const own = resource<KindObject<unknown, object, string>>(names.group, names.version, names.plural, names.kind, names.scope);
  return {
    ...own,
    versions,
    conversions: conversionsUpTo(own, previous),
    definition(conversion) {
      if (versions.length > 1 && conversion === undefined)
        throw new KindError(`the kind ${names.kind} has several versions`, [WHO_CONVERTS]);
      return definitionOf(names, versions, stored, conversion);
    },
    parse(object) {
      const read = readObject(names, { spec, status }, schema, object);
      if ('problems' in read) throw new KindError(`this is not a ${names.kind}`, read.problems);
      return read.object as unknown as KindObject<unknown, object, string>; // its schemas say so
    },
  };
}

const WHO_CONVERTS = 'conversion: say who converts them, as in definition(conversionOf(place)), with conversionOf of civ8s/constructs';

const namesOf = ({
  group,
  version,
  kind: name,
  plural = likelyPlural(name.toLowerCase()),
  shortNames = [],
  categories = [],
  namespaced = true,
}: AnyDeclaration): KindNames => ({
  group,
  version,
  kind: name,
  plural,
  shortNames,
  categories,
  scope: namespaced ? 'namespaced' : 'cluster',
});

const nameProblems = ({ group, version, kind: name, plural, shortNames }: KindNames): readonly string[] => [
  ...(isDnsSubdomain(group) && group.includes('.') ? [] : [`group: "${group}" is not a domain: give one with a dot, as in example.com`]),
  ...(isLetterLabel(version) ? [] : [`version: "${version}" is not a name for a version: give one such as v1`]),
  ...(/^[A-Z][A-Za-z0-9]*$/.test(name) && name.length < 63 ? [] : [`kind: "${name}" is not in CamelCase: give a name such as Website`]),
  ...(isLetterLabel(plural) ? [] : [`plural: "${plural}" is not a name: give lower case letters, digits and hyphens`]),
  ...shortNames.filter((short) => !isLetterLabel(short)).map((short) => `shortNames: "${short}" is not a name: give lower case letters`),
];
