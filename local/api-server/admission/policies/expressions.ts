import { BOOL, DYN, listOf, mapOf, NULL, STRING, type CelType } from '../../cel/types/cel-type.ts';
import { compile, type CelProgram } from '../../cel/compile.ts';
import { CompileError } from '../../cel/syntax/source.ts';
import type { Evaluation, PolicyExpressions } from '../../contracts/validating.ts';
import { policyEnvironment } from './environment.ts';

/** An expression that compiles, or why it does not. */
export type Compiled = CelProgram | CompileError;

const RESULTS: Readonly<Record<Evaluation, readonly CelType[]>> = {
  annotation: [STRING, NULL],
  condition: [BOOL],
  message: [STRING],
  validation: [BOOL],
  variable: [],
};

/** As what the value of a variable is known to later expressions: types with fields of their own are not. */
function variableType(type: CelType): CelType {
  if (type.kind === 'list') return listOf(variableType(type.params[0]));
  if (type.kind === 'map') return mapOf(variableType(type.params[0]), variableType(type.params[1]));
  return ['error', 'optional', 'param', 'struct', 'type'].includes(type.kind) ? DYN : type;
}

/** Compiles the expressions of one policy, in their order: each may use the variables that were compiled before it. */
export interface ExpressionCompiler extends PolicyExpressions {
  compile(expression: string, as: Evaluation): Compiled;
  variable(name: string, expression: string): Compiled;
}

export function expressionCompiler(params: boolean, composes: boolean): ExpressionCompiler {
  const variables = new Map<string, CelType>();
  const compiled = (expression: string, as: Evaluation, known: boolean): Compiled => {
    const declared = { params, authorizer: as !== 'message', ...(known ? { variables } : {}) };
    try {
      return compile(expression, policyEnvironment(declared), RESULTS[as]);
    } catch (error) {
      if (error instanceof CompileError) return error;
      throw error;
    }
  };
  const variable = (name: string, expression: string) => {
    const found = compiled(expression, 'variable', true);
    variables.set(name, found instanceof CompileError ? DYN : variableType(found.type));
    return found;
  };
  const reason = (found: Compiled) => (found instanceof CompileError ? found : undefined);
  return {
    variable,
    compile: (expression, as) => compiled(expression, as, composes),
    problem: (expression, as) => reason(compiled(expression, as, composes && as !== 'condition')),
    variableProblem: (name, expression) => reason(variable(name, expression)),
  };
}
