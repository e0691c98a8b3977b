import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { textAt } from '../../../ground/json/read-json.ts';
import type { CelProgram } from '../cel/compile.ts';
import type { Activation } from '../cel/run/frame.ts';
import { CompileError } from '../cel/syntax/source.ts';
import { CelError } from '../cel/values/cel-error.ts';
import { Optional, type Value } from '../cel/values/value.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue, join } from '../validation/cause.ts';
import { isRatcheted, oldItem, ratchetField, ratchetItem, type Ratchet } from './correlation.ts';
import { brokenRule } from './refusal.ts';
import { asResource } from './resource-schema.ts';
import type { CompiledRule, WrittenRule } from './rule.ts';
import type { RuledSchema } from './ruled-schema.ts';
import { typedValue } from './typed-value.ts';

/** What all rules of an object may cost together. */
const TOTAL = 10_000_000;
const LONGEST_MESSAGE = 5 * 1024;
const SPENT = 'validation failed due to running out of cost budget, no further validation rules will be run';

/** Where in an object a value stands, and what it was. */
interface Place {
  readonly path: string;
  readonly old: Json | undefined;
  readonly ratchet: Ratchet;
}

/** A rule at work on one value. */
interface Application {
  readonly compiled: CompiledRule;
  readonly place: Place;
  readonly value: Json;
  readonly type: string;
  readonly activation: Activation;
}

const nameOf = ({ message, rule }: WrittenRule) => (message === '' ? rule : message).trim();

/** Goes through an object, rule by rule, until the budget is spent. */
export class Judgement {
  readonly causes: FailureCause[] = [];
  readonly #warn: (message: string) => void;
  #left = TOTAL;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  judge(ruled: RuledSchema, value: Json, place: Place): void {
    if (this.#left < 0 || value === null) return;
    this.#rules(ruled, value, place);
    if (isList(value)) this.#items(ruled, value, place);
    else if (isJsonObject(value)) this.#fields(ruled, value, place);
  }

  #items({ schema, items }: RuledSchema, list: readonly Json[], { path, old, ratchet }: Place): void {
    if (!items) return;
    const before = isList(old) ? old : [];
    for (const [at, item] of list.entries())
      this.judge(items, item, { path: `${path}[${at}]`, old: oldItem(item, before, schema), ratchet: ratchetItem(ratchet, at) });
  }

  #fields({ values, properties }: RuledSchema, object: JsonObject, { path, old, ratchet }: Place): void {
    const before = isJsonObject(old) ? old : {};
    for (const [name, held] of Object.entries(object)) {
      const ruled = values ?? properties.get(name);
      if (!ruled || held === undefined) continue;
      const inner = { old: before[name], ratchet: ratchetField(ratchet, name) };
      this.judge(ruled, held, { path: values ? `${path}[${name}]` : join(path, name), ...inner });
    }
  }

  #rules({ schema, rules, isResource }: RuledSchema, value: Json, place: Place): void {
    if (rules.length === 0) return;
    const type = textAt(schema, 'type');
    if (this.#left === 0) return this.#end(place.path, type, SPENT);
    const whole = isResource ? asResource(schema) : schema;
    const self = typedValue(value, whole);
    const old = place.old === undefined || place.old === null ? undefined : typedValue(place.old, whole);
    for (const compiled of rules) {
      if (this.#left < 0) return;
      const optional = compiled.written.optionalOldSelf === true;
      if (compiled.usesOldSelf && old === undefined && !optional) continue;
      const named =
        (before: Value | undefined): Activation =>
        (name) =>
          name === 'self' ? self : before;
      const before = optional ? new Optional(old) : old;
      this.#apply({ compiled, place, value, type, activation: named(before) }, named(old));
    }
  }

  /** Nothing more is judged. */
  #end(path: string, type: string, message: string): void {
    this.#left = -1;
    this.causes.push(invalidValue(path || '<nil>', type, message));
  }

  #apply(application: Application, messageActivation: Activation): void {
    const { compiled, place, type, activation } = application;
    const { program, written } = compiled;
    const refuse = (message: string) => void this.causes.push(invalidValue(place.path || '<nil>', type, message));
    if (program === undefined) return;
    if (program instanceof CompileError) return refuse(`rule compile error: ${program.message}`);
    const result = program.run(activation);
    if (result.cost > this.#left) return this.#end(place.path, type, SPENT);
    this.#left -= result.cost;
    if ('value' in result) {
      if (result.value !== true) this.#broken(application, messageActivation);
      return;
    }
    const { error } = result;
    if (!(error instanceof CelError))
      return this.#end(
        place.path,
        type,
        `'${error.message}': no further validation rules will be run due to call cost exceeds limit for rule: ${nameOf(written)}`,
      );
    if (error.message.startsWith('no such overload'))
      return refuse(
        `'${error.message}': call arguments did not match a supported operator, function or macro signature for rule: ${nameOf(written)}`,
      );
    refuse(`${error.message} evaluating rule: ${nameOf(written)}`);
  }

  #broken({ compiled, place, value, type }: Application, activation: Activation): void {
    const { written, message, field } = compiled;
    const path = field === '' ? place.path : join(place.path, field);
    const computed =
      message === undefined || message instanceof CompileError ? undefined : this.#message(message, activation, path, type, written);
    if (this.#left < 0) return;
    const detail = computed ?? (written.message === '' ? `failed rule: ${written.rule.trim()}` : written.message.trim());
    const cause = brokenRule(path || '<nil>', type === 'object' || type === 'array' ? undefined : value, detail, written.reason);
    if (!compiled.usesOldSelf && isRatcheted(place.ratchet)) this.#warn(`${cause.field ?? ''}: ${cause.message ?? ''}`);
    else this.causes.push(cause);
  }

  /** Undefined where it has no value that could be shown. */
  #message(program: CelProgram, activation: Activation, path: string, type: string, written: WrittenRule): string | undefined {
    const result = program.run(activation);
    if (result.cost > this.#left) {
      this.#end(
        path,
        type,
        'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run',
      );
      return undefined;
    }
    this.#left -= result.cost;
    if ('error' in result && !(result.error instanceof CelError)) {
      const shown = JSON.stringify(written.messageExpression);
      this.#end(path, type, `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${shown}`);
    }
    if (!('value' in result) || typeof result.value !== 'string') return undefined;
    const text = result.value.trim();
    return text === '' || text.includes('\n') || Buffer.byteLength(text) > LONGEST_MESSAGE ? undefined : text;
  }
}
