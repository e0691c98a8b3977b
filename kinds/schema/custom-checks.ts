import type { ListKind } from '../lists.ts';
import type { KindRule } from '../rule.ts';
import type { CheckDef, SchemaReading, StructuralSchema } from './reading.ts';

/** What `rule`, `setOf` and `keyedBy` have left in a check. */
type OwnParams = Partial<KindRule['params'] & ListKind['params']>;

/** The checks that are neither of texts nor of numbers: those with a rule, and those that say what a list is. */
export function customChecks(checks: readonly CheckDef[], path: string, { refuse }: SchemaReading): StructuralSchema {
  const rules: KindRule['params']['rule'][] = [];
  let list: ListKind['params']['list'] | undefined;
  for (const { check, ...def } of checks) {
    const params = (def['params'] ?? {}) as OwnParams;
    if (check === 'overwrite') refuse(path, 'a change of the value', 'a server only judges: use a pattern instead');
    else if (check !== 'custom') refuse(path, `the check ${check}`, 'say it by a rule: .refine(check, rule(…))');
    else if (params.rule !== undefined) rules.push(params.rule);
    else if (params.list !== undefined) list = params.list;
    else
      refuse(path, 'a check without a rule', 'give the rule that says the same to the server: .refine(check, rule(expression, message))');
  }
  return {
    ...(rules.length > 0 && { 'x-kubernetes-validations': rules }),
    ...(list && { 'x-kubernetes-list-type': list.type }),
    ...(list?.type === 'map' && { 'x-kubernetes-list-map-keys': list.keys }),
  };
}
