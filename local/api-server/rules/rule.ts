import type { JsonObject } from '../../../ground/json/json.ts';
import { textAt } from '../../../ground/json/read-json.ts';
import type { CelEnvironment } from '../cel/check/environment.ts';
import { compile, type CelProgram } from '../cel/compile.ts';
import { ALL_FUNCTIONS } from '../cel/library/all.ts';
import { CompileError } from '../cel/syntax/source.ts';
import { optionalOf, type CelType } from '../cel/types/cel-type.ts';
import { structsOf, type DeclaredType } from './declared-type.ts';
import { fieldNamed } from './field-path.ts';

/** A rule of a schema, as it is written. */
export interface WrittenRule {
  readonly rule: string;
  readonly message: string;
  readonly messageExpression: string;
  readonly fieldPath: string;
  /** '' where none is given: then it is FieldValueInvalid. */
  readonly reason: string;
  /** Undefined where nothing is said. */
  readonly optionalOldSelf: boolean | undefined;
}

export const writtenRule = (rule: JsonObject): WrittenRule => ({
  rule: textAt(rule, 'rule'),
  message: textAt(rule, 'message'),
  messageExpression: textAt(rule, 'messageExpression'),
  fieldPath: textAt(rule, 'fieldPath'),
  reason: textAt(rule, 'reason'),
  optionalOldSelf: typeof rule['optionalOldSelf'] === 'boolean' ? rule['optionalOldSelf'] : undefined,
});

export interface CompiledRule {
  readonly written: WrittenRule;
  /** Absent where nothing is written. */
  readonly program?: CelProgram | CompileError;
  readonly message?: CelProgram | CompileError;
  /** It compares with what was before. */
  readonly usesOldSelf: boolean;
  /** The field that it is about, within its own. */
  readonly field: string;
}

function environmentOf(self: DeclaredType, old: CelType): CelEnvironment {
  return {
    functions: ALL_FUNCTIONS,
    structs: new Map(structsOf(self)),
    variables: new Map([
      ['self', self.type],
      ['oldSelf', old],
    ]),
  };
}

/** An expression that compiles and yields what it should, or why it does not. */
function attempt(
  source: string,
  environment: CelEnvironment,
  before: string,
  result: 'bool' | 'string',
  otherwise: string,
): CelProgram | CompileError {
  try {
    const program = compile(source, environment);
    return program.type.kind === result ? program : new CompileError(otherwise);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return new CompileError(before + error.message, { cause: error });
  }
}

/** `schema` is that of the value which the rule is about, `self` its type. */
export function compiledRule(written: WrittenRule, self: DeclaredType, schema: JsonObject): CompiledRule {
  const { rule, messageExpression, fieldPath, optionalOldSelf = false } = written;
  const field = fieldPath === '' ? '' : (fieldNamed(fieldPath, schema) ?? '');
  if (rule.trim() === '') return { written, usesOldSelf: false, field };
  const environment = environmentOf(self, optionalOldSelf ? optionalOf(self.type) : self.type);
  const program = attempt(rule, environment, '', 'bool', 'cel expression must evaluate to a bool');
  if (program instanceof CompileError) return { written, program, usesOldSelf: false, field };
  const compiled = { written, program, usesOldSelf: program.variables.has('oldSelf'), field };
  if (messageExpression === '') return compiled;
  const message = attempt(messageExpression, environment, 'messageExpression ', 'string', 'messageExpression must evaluate to a string');
  return { ...compiled, message };
}
