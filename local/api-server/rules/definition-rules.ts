import { isJsonObject, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { CelProgram } from '../cel/compile.ts';
import { CompileError } from '../cel/syntax/source.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { forbidden, goJson, internal, invalidValue, invalidWritten, notSupported, required } from '../validation/cause.ts';
import { CostSum, mostOften, multiplicity, sizesOf } from './cost-limits.ts';
import { declaredType, type DeclaredType } from './declared-type.ts';
import { fieldNamed } from './field-path.ts';
import { Judgement } from './judgement.ts';
import { isEmbedded } from './resource-schema.ts';
import { compiledRule, writtenRule, type WrittenRule } from './rule.ts';
import { RULES, ruledSchema } from './ruled-schema.ts';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** What is wrong with how rules are written, and with what is written: of the second there is nothing where there is a first. */
interface RuleCauses {
  readonly form: readonly FailureCause[];
  readonly expressions: readonly FailureCause[];
}

/** A level of a definition's schema. */
interface Level {
  readonly schema: JsonObject;
  readonly path: string;
  readonly isResource: boolean;
  /** The list around it whose items have no past. */
  readonly uncorrelated?: string;
  /** How many there can be of it; undefined where nothing limits that. */
  readonly often: number | undefined;
  readonly costs: CostSum;
}

function levelsUnder({ schema, path, uncorrelated, often, costs }: Level): readonly Level[] {
  const times = multiplicity(schema);
  const level = (inner: JsonObject, place: string, more: Partial<Level> = { uncorrelated }): Level => ({
    often: often === undefined || times === undefined ? undefined : often * times,
    costs,
    schema: inner,
    path: place,
    isResource: isEmbedded(inner),
    ...more,
  });
  const [values, items] = [objectAt(schema, 'additionalProperties'), objectAt(schema, 'items')];
  const isKeyed = textAt(schema, 'x-kubernetes-list-type') === 'map';
  return [
    ...(values ? [level(values, `${path}.additionalProperties`)] : []),
    ...Object.entries(objectAt(schema, 'properties') ?? {}).flatMap(([name, inner]) =>
      isJsonObject(inner) ? [level(inner, `${path}.properties[${name}]`)] : [],
    ),
    ...(items ? [level(items, `${path}.items`, { uncorrelated: uncorrelated ?? (isKeyed ? undefined : path) })] : []),
  ];
}

/** What is wrong with all rules of a schema, which stands at a path; `compiles` where nothing else is wrong with it. */
export function definitionRuleCauses(schema: JsonObject, path: string, compiles: boolean): readonly FailureCause[] {
  const costs = new CostSum();
  const level: Level = { schema, path, isResource: true, often: 1, costs };
  const misplaced = misplacedCauses(level);
  const isSound = compiles && misplaced.length === 0;
  const defaults = isSound ? defaultCauses(level) : [];
  const { form, expressions } = ruleCauses(level, isSound && defaults.length === 0);
  return [...misplaced, ...defaults, ...form, ...expressions, ...costs.causes(path)];
}

/** Rules stand where types do, and not in what is combined of values. */
function misplacedCauses(level: Level): readonly FailureCause[] {
  const { schema, path } = level;
  const combined = ['allOf', 'anyOf', 'oneOf'].flatMap((name) =>
    objectsAt(schema, name).map((each, at) => [each, `${path}.${name}[${at}]`] as const),
  );
  const not = objectAt(schema, 'not');
  return [
    ...[...combined, ...(not ? [[not, `${path}.not`] as const] : [])].flatMap(([each, place]) => ruledCauses(each, place)),
    ...levelsUnder(level).flatMap(misplacedCauses),
  ];
}

/** Of each rule in a part of a schema where none may be. */
function ruledCauses(schema: JsonObject, path: string): readonly FailureCause[] {
  const inner = Object.entries(objectAt(schema, 'properties') ?? {}).flatMap(([name, each]) =>
    isJsonObject(each) ? ruledCauses(each, `${path}.properties[${name}]`) : [],
  );
  const items = objectAt(schema, 'items');
  const own = objectsAt(schema, RULES).length > 0 ? [forbidden(`${path}.${RULES}`, 'must be empty to be structural')] : [];
  return [...own, ...inner, ...(items ? ruledCauses(items, `${path}.items`) : [])];
}

/** Defaults keep the rules too: as something new, and as something that stays. */
function defaultCauses(level: Level): readonly FailureCause[] {
  const { schema, path, isResource } = level;
  const start = schema['default'];
  const ruled = start === undefined ? undefined : ruledSchema(schema, isResource);
  const judged = (old: Json | undefined): readonly FailureCause[] => {
    if (!ruled || start === undefined) return [];
    const judgement = new Judgement(() => undefined);
    judgement.judge(ruled, start, { path: `${path}.default`, old, ratchet: {} });
    return judgement.causes;
  };
  const kept = judged(start);
  return [...(kept.length > 0 ? kept : judged(undefined)), ...levelsUnder(level).flatMap(defaultCauses)];
}

/** `compiles`: the schema is right, so that its rules can be looked at. */
function ruleCauses(level: Level, compiles: boolean): RuleCauses {
  const inner = levelsUnder(level).map((each) => ruleCauses(each, compiles));
  const rules = objectsAt(level.schema, RULES).map(writtenRule);
  const form = [
    ...inner.flatMap((each) => each.form),
    ...rules.flatMap((rule, at) => formCauses(rule, level.schema, `${level.path}.${RULES}[${at}]`)),
  ];
  const own = compiles && form.length === 0 && rules.length > 0 ? expressionCauses(rules, level) : [];
  return { form, expressions: [...inner.flatMap((each) => each.expressions), ...own] };
}

const BREAKS = /[\n\r]/;

function messageCauses({ rule, message }: WrittenRule, path: string): readonly FailureCause[] {
  const [text, told] = [rule.trim(), message.trim()];
  if (text === '') return [required(`${path}.rule`, 'rule is not specified')];
  if (message !== '' && told === '') return [invalidValue(`${path}.message`, message, 'must be non-empty if specified')];
  if (BREAKS.test(told)) return [invalidValue(`${path}.message`, message, 'must not contain line breaks')];
  if (BREAKS.test(text) && told === '') return [required(`${path}.message`, 'message must be specified if rule contains line breaks')];
  return [];
}

function formCauses(rule: WrittenRule, schema: JsonObject, path: string): readonly FailureCause[] {
  const { messageExpression, reason, fieldPath } = rule;
  const bad = (detail: string) => invalidValue(`${path}.fieldPath`, fieldPath, detail);
  return [
    ...messageCauses(rule, path),
    ...(messageExpression !== '' && messageExpression.trim() === ''
      ? [required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified')]
      : []),
    ...(reason === '' || REASONS.includes(reason) ? [] : [notSupported(`${path}.reason`, reason, REASONS)]),
    ...(fieldPath !== '' && fieldPath.trim() === '' ? [bad('must be non-empty if specified')] : []),
    ...(BREAKS.test(fieldPath) ? [bad('must not contain line breaks')] : []),
    ...(fieldPath !== '' && fieldNamed(fieldPath, schema) === undefined ? [bad('must be a valid path')] : []),
  ];
}

/** A rule as the real server shows it: as the struct that it is there. */
const structText = ({ rule, message, messageExpression, reason, fieldPath, optionalOldSelf }: WrittenRule): string =>
  goJson({
    Rule: rule,
    Message: message,
    MessageExpression: messageExpression,
    Reason: reason === '' ? null : reason,
    FieldPath: fieldPath,
    OptionalOldSelf: optionalOldSelf ?? null,
  });

function expressionCauses(rules: readonly WrittenRule[], level: Level): readonly FailureCause[] {
  const { schema, path, isResource } = level;
  const self = declaredType(schema, isResource, 'selfType');
  if (!self) {
    const why = 'internal error: failed to construct type information for x-kubernetes-validations rules: ';
    return [internal(`${path}.${RULES}`, `${why}unable to convert structural schema to CEL declarations`)];
  }
  return rules.flatMap((rule, at) => ownCauses(rule, self, level, `${path}.${RULES}[${at}]`));
}

function ownCauses(rule: WrittenRule, self: DeclaredType, level: Level, path: string): readonly FailureCause[] {
  const { schema, uncorrelated, often, costs } = level;
  const { program, message, usesOldSelf } = compiledRule(rule, self, schema);
  const shown = structText(rule);
  const uncorrelatable = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelated ?? ''}`;
  const most = (one: CelProgram | CompileError | undefined) => (one && !(one instanceof CompileError) ? one.estimate(sizesOf(self)) : 0);
  return [
    ...costs.add(`${path}.rule`, most(program) * (often ?? mostOften(self)), 'rule'),
    ...(program instanceof CompileError ? [invalidWritten(`${path}.rule`, shown, program.message)] : []),
    ...(message instanceof CompileError ? [invalidWritten(`${path}.messageExpression`, shown, message.message)] : []),
    ...costs.add(`${path}.messageExpression`, most(message), 'messageExpression'),
    ...(usesOldSelf && uncorrelated !== undefined ? [invalidValue(`${path}.rule`, rule.rule, uncorrelatable)] : []),
    ...(!usesOldSelf && rule.optionalOldSelf !== undefined
      ? [invalidValue(`${path}.optionalOldSelf`, rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule')]
      : []),
  ];
}
