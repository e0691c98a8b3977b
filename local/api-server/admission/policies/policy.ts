import type { JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../../ground/json/read-json.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import { expressionCompiler, type Compiled } from './expressions.ts';

export interface Expression {
  readonly text: string;
  readonly compiled: Compiled;
}

export interface ParsedValidation extends Expression {
  readonly message: string;
  readonly messageExpression?: Expression;
  /** '' is Invalid. */
  readonly reason: string;
}

/** A ValidatingAdmissionPolicy, ready to judge. */
export interface ParsedPolicy {
  readonly name: string;
  readonly constraints: JsonObject | undefined;
  readonly paramKind: JsonObject | undefined;
  /** What cannot be judged is refused, or let pass. */
  readonly failsClosed: boolean;
  readonly variables: ReadonlyMap<string, Expression>;
  readonly conditions: readonly Expression[];
  readonly validations: readonly ParsedValidation[];
  readonly annotations: readonly Expression[];
}

/** All expressions are compiled here, once for each version of a policy. */
export function policyOf({ metadata, ...rest }: StoredObject): ParsedPolicy {
  const spec = objectAt(rest, 'spec');
  const paramKind = objectAt(spec, 'paramKind');
  const compiler = expressionCompiler(paramKind !== undefined, true);
  const variables = objectsAt(spec, 'variables').map((variable): [string, Expression] => {
    const [name, text] = [textAt(variable, 'name'), textAt(variable, 'expression')];
    return [name, { text, compiled: compiler.variable(name, text) }];
  });
  const expression = (text: string, as: 'annotation' | 'condition' | 'message' | 'validation'): Expression => ({
    text,
    compiled: compiler.compile(text, as),
  });
  return {
    name: metadata.name ?? '',
    constraints: objectAt(spec, 'matchConstraints'),
    paramKind,
    failsClosed: textAt(spec, 'failurePolicy') !== 'Ignore',
    variables: new Map(variables),
    conditions: objectsAt(spec, 'matchConditions').map((condition) => expression(textAt(condition, 'expression'), 'condition')),
    annotations: objectsAt(spec, 'auditAnnotations').map((note) => expression(textAt(note, 'valueExpression'), 'annotation')),
    validations: objectsAt(spec, 'validations').map((validation) => ({
      ...expression(textAt(validation, 'expression'), 'validation'),
      message: textAt(validation, 'message'),
      reason: textAt(validation, 'reason'),
      ...(textAt(validation, 'messageExpression') === ''
        ? {}
        : { messageExpression: expression(textAt(validation, 'messageExpression'), 'message') }),
    })),
  };
}
