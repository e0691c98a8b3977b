/** A rule in CEL, as a CustomResourceDefinition has it in `x-kubernetes-validations`. */
export interface SchemaRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** A rule by itself, and as zod takes it beside a check: `z.object({ … }).refine(({ least, most }) => least <= most, rule(…))`. */
export interface KindRule {
  /** What zod says where the check fails. */
  readonly error: string;
  readonly params: { readonly rule: SchemaRule };
}

/**
 * What the API server is to judge by an expression of CEL; `self` is where the rule stands. As the second argument of a `refine` it says
 * the same as the check, for the server; in `rules` of a kind it is judged by the server alone.
 */
export const rule = (expression: string, message: string, more: Omit<SchemaRule, 'rule' | 'message'> = {}): KindRule => ({
  error: message,
  params: { rule: { rule: expression, message, ...more } },
});

/** Any schema that checks can be added to. */
interface Refinable<Schema> {
  refine(check: (value: unknown) => boolean, params: KindRule): Schema;
}

/** Once it is there, it stays as it is. Only a server knows what was there before. */
export const immutable = <Schema extends Refinable<Schema>>(schema: Schema): Schema =>
  schema.refine(() => true, rule('self == oldSelf', 'is immutable'));
