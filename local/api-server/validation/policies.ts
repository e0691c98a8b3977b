import type { JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { Evaluation, ExpressionProblem, PolicyExpressions, ValidationRequest } from '../contracts/validating.ts';
import { duplicate, internal, invalidValue, notSupported, required, tooMany } from './cause.ts';
import { matchResourcesCauses } from './match-resources.ts';
import { dns1035Label, dnsSubdomain, qualifiedName } from './names.ts';

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const MOST_ANNOTATIONS = 20;
const MOST_CONDITIONS = 64;
const LONGEST_ANNOTATION = 5 * 1024;
const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
/** Where nothing compiles expressions, all are taken as they are. */
export const UNKNOWN: PolicyExpressions = { problem: () => undefined, variableProblem: () => undefined };

/** What is wrong with a ValidatingAdmissionPolicy, its expressions included. */
export function policyCauses({ object, expressions }: ValidationRequest): readonly FailureCause[] {
  const spec = objectAt(object, 'spec');
  const [paramKind, constraints] = [objectAt(spec, 'paramKind'), objectAt(spec, 'matchConstraints')];
  const [variables, validations, annotations] = ['variables', 'validations', 'auditAnnotations'].map((field) => objectsAt(spec, field));
  const told = expressions?.(paramKind !== undefined, (variables?.length ?? 0) > 0) ?? UNKNOWN;
  const none = (validations?.length ?? 0) === 0 && (annotations?.length ?? 0) === 0;
  const atLeastOne = 'validations or auditAnnotations must contain at least one item';
  const failure = textAt(spec, 'failurePolicy');
  return [
    ...(['Fail', 'Ignore'].includes(failure) ? [] : [notSupported('spec.failurePolicy', failure, ['Fail', 'Ignore'])]),
    ...(paramKind ? paramKindCauses(paramKind) : []),
    ...(constraints ? matchResourcesCauses(constraints, 'spec.matchConstraints') : [required('spec.matchConstraints')]),
    ...(constraints && listAt(constraints, 'resourceRules').length === 0 ? [required('spec.matchConstraints.resourceRules')] : []),
    ...conditionsCauses(objectsAt(spec, 'matchConditions'), 'spec.matchConditions', told),
    ...(variables ?? []).flatMap((variable, at) => variableCauses(variable, `spec.variables[${at}]`, told)),
    ...(none ? [required('spec.validations', atLeastOne), required('spec.auditAnnotations', atLeastOne)] : []),
    ...(validations ?? []).flatMap((validation, at) => validationCauses(validation, `spec.validations[${at}]`, told)),
    ...annotationsCauses(annotations ?? [], object.metadata.name ?? '', told),
  ];
}

function paramKindCauses(paramKind: JsonObject): readonly FailureCause[] {
  const [apiVersion, kind] = [textAt(paramKind, 'apiVersion'), textAt(paramKind, 'kind')];
  const wrong = kind === '' ? [] : dns1035Label(kind.toLowerCase());
  return [
    ...versionCauses(apiVersion),
    ...(kind === '' ? [required('spec.paramKind.kind')] : []),
    ...(wrong.length > 0
      ? [invalidValue('spec.paramKind.kind', kind, `may have mixed case, but should otherwise match: ${wrong.join(',')}`)]
      : []),
  ];
}

function versionCauses(apiVersion: string): readonly FailureCause[] {
  const field = 'spec.paramKind.apiVersion';
  if (apiVersion === '') return [required(field)];
  const parts = apiVersion.split('/');
  if (parts.length > 2) return [invalidValue(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const [group = '', version = ''] = parts.length === 2 ? parts : ['', apiVersion];
  const [badGroup, badVersion] = [group === '' ? [] : dnsSubdomain(group), version === '' ? [] : dns1035Label(version)];
  return [
    ...(badGroup.length > 0 ? [invalidValue(field, group, badGroup.join(','))] : []),
    ...(version === '' ? [invalidValue(field, apiVersion, 'version must be specified')] : []),
    ...(badVersion.length > 0 ? [invalidValue(field, version, badVersion.join(','))] : []),
  ];
}

const problemCauses = (problem: ExpressionProblem | undefined, field: string, text: string): readonly FailureCause[] =>
  problem === undefined ? [] : [problem.internal ? internal(field, problem.message) : invalidValue(field, text, problem.message)];

function expressionCauses(text: string, field: string, as: Evaluation, told: PolicyExpressions): readonly FailureCause[] {
  return problemCauses(told.problem(text, as), field, text);
}

/** What is wrong with `matchConditions` at a path. */
export function conditionsCauses(conditions: readonly JsonObject[], place: string, told: PolicyExpressions): readonly FailureCause[] {
  const names = conditions.map((condition) => textAt(condition, 'name'));
  return [
    ...(conditions.length > MOST_CONDITIONS ? [tooMany(place, conditions.length, MOST_CONDITIONS)] : []),
    ...conditions.flatMap((condition, at) => {
      const path = `${place}[${at}]`;
      const [name, text] = [names[at] ?? '', textAt(condition, 'expression').trim()];
      return [
        ...(text === '' ? [required(`${path}.expression`)] : expressionCauses(text, `${path}.expression`, 'condition', told)),
        ...(name === '' ? [required(`${path}.name`)] : qualifiedName(name).map((wrong) => invalidValue(`${path}.name`, name, wrong))),
        ...(name !== '' && names.indexOf(name) < at ? [duplicate(`${path}.name`, name)] : []),
      ];
    }),
  ];
}

function variableCauses(variable: JsonObject, path: string, told: PolicyExpressions): readonly FailureCause[] {
  const [name, text] = [textAt(variable, 'name'), textAt(variable, 'expression')];
  const isName = /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) && !RESERVED.has(name);
  const problem = text.trim() === '' ? undefined : told.variableProblem(name, text);
  return [
    ...(name.trim() === ''
      ? [required(`${path}.name`, 'name is not specified')]
      : isName
        ? []
        : [invalidValue(`${path}.name`, name, 'must be a valid CEL identifier')]),
    ...(text.trim() === '' ? [required(`${path}.expression`, 'expression is not specified')] : []),
    ...problemCauses(problem, `${path}.expression`, text),
  ];
}

function validationCauses(validation: JsonObject, path: string, told: PolicyExpressions): readonly FailureCause[] {
  const [text, message, messageExpression, reason] = ['expression', 'message', 'messageExpression', 'reason'].map((field) =>
    textAt(validation, field),
  ) as [string, string, string, string];
  const nonEmpty = 'must be non-empty if specified';
  return [
    ...(text.trim() === ''
      ? [required(`${path}.expression`, 'expression is not specified')]
      : expressionCauses(text, `${path}.expression`, 'validation', told)),
    ...(messageExpression !== '' && messageExpression.trim() === ''
      ? [invalidValue(`${path}.messageExpression`, messageExpression, nonEmpty)]
      : []),
    ...(messageExpression.trim() === '' ? [] : expressionCauses(messageExpression, `${path}.messageExpression`, 'message', told)),
    ...(message !== '' && message.trim() === '' ? [invalidValue(`${path}.message`, message, nonEmpty)] : []),
    ...(/[\n\r]/.test(message.trim()) ? [invalidValue(`${path}.message`, message, 'must not contain line breaks')] : []),
    ...(reason === '' || REASONS.includes(reason) ? [] : [notSupported(`${path}.reason`, reason, REASONS)]),
  ];
}

function annotationsCauses(annotations: readonly JsonObject[], policy: string, told: PolicyExpressions): readonly FailureCause[] {
  const keys = annotations.map((annotation) => textAt(annotation, 'key'));
  return [
    ...(annotations.length > MOST_ANNOTATIONS
      ? [invalidValue('spec.auditAnnotations', annotations, `must not have more than ${MOST_ANNOTATIONS} auditAnnotations`)]
      : []),
    ...annotations.flatMap((annotation, at) => {
      const path = `spec.auditAnnotations[${at}]`;
      const key = keys[at] ?? '';
      return [
        ...(policy === ''
          ? [invalidValue(`${path}.key`, key, 'requires metadata.name be non-empty')]
          : qualifiedName(`${policy}/${key}`).map((wrong) => invalidValue(`${path}.key`, `${policy}/${key}`, wrong))),
        ...valueCauses(textAt(annotation, 'valueExpression'), `${path}.valueExpression`, told),
        ...(keys.indexOf(key) < at ? [duplicate(`${path}.key`, key)] : []),
      ];
    }),
  ];
}

function valueCauses(text: string, field: string, told: PolicyExpressions): readonly FailureCause[] {
  const trimmed = text.trim();
  if (trimmed === '') return [required(field, 'valueExpression is not specified')];
  if (Buffer.byteLength(trimmed) > LONGEST_ANNOTATION) return [required(field, `must not exceed ${LONGEST_ANNOTATION} bytes in length`)];
  return problemCauses(told.problem(trimmed, 'annotation'), field, text);
}
