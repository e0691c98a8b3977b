/**
 * `civ8s/kinds`: a kind of one's own, declared once by a zod schema: its type, its CustomResourceDefinition, its rules, the check of its
 * objects. Needs the package zod beside it.
 */
export type { KindColumn } from '../kinds/definition.ts';
export { kind, type KindDeclaration } from '../kinds/kind.ts';
export type { Kind, KindCondition, KindObject, KindVersion, Of } from '../kinds/kind-resource.ts';
export type { PreviousVersion } from '../kinds/previous-version.ts';
export { KindError } from '../kinds/kind-error.ts';
export { keyedBy, setOf, type ListKind } from '../kinds/lists.ts';
export { immutable, rule, type KindRule, type SchemaRule } from '../kinds/rule.ts';
