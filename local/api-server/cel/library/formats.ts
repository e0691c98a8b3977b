import { dns1035Label, dnsLabel, dnsSubdomain, labelValue, qualifiedName, type NameRule } from '../../validation/names.ts';
import type { Library } from '../types/functions.ts';
import { extent } from '../values/operators.ts';
import { Opaque, Optional } from '../values/value.ts';
import { urlProblem } from './urls.ts';
import { instantOf } from './timestamp-text.ts';

class Format extends Opaque {
  readonly type = 'kubernetes.NamedFormat';
  readonly name: string;
  readonly rule: NameRule;
  readonly regexSize: number;
  constructor(name: string, rule: NameRule, regexSize: number) {
    super();
    this.name = name;
    this.rule = rule;
    this.regexSize = regexSize;
  }
  equals(other: Opaque): boolean {
    return other instanceof Format && other.name === this.name;
  }
}

/** A prefix may end with a dash: something follows it. */
const prefix =
  (rule: NameRule): NameRule =>
  (text) =>
    rule(text.replace(/-$/, 'a'));
const matching =
  (pattern: RegExp, complaint: string): NameRule =>
  (text) =>
    pattern.test(text) ? [] : [complaint];
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const UUID = /^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$/;

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['dns1123Label', new Format('dns1123Label', dnsLabel, 30)],
  ['dns1123Subdomain', new Format('dns1123Subdomain', dnsSubdomain, 60)],
  ['dns1035Label', new Format('dns1035Label', dns1035Label, 30)],
  ['qualifiedName', new Format('qualifiedName', qualifiedName, 60)],
  ['dns1123LabelPrefix', new Format('dns1123LabelPrefix', prefix(dnsLabel), 30)],
  ['dns1123SubdomainPrefix', new Format('dns1123SubdomainPrefix', prefix(dnsSubdomain), 60)],
  ['dns1035LabelPrefix', new Format('dns1035LabelPrefix', prefix(dns1035Label), 30)],
  ['labelValue', new Format('labelValue', labelValue, 40)],
  ['uri', new Format('uri', (text) => [urlProblem(text)].filter((problem) => problem !== undefined), 1_000)],
  ['uuid', new Format('uuid', matching(UUID, 'does not match the UUID format'), 36)],
  ['byte', new Format('byte', matching(BASE64, 'invalid base64'), 70)],
  ['date', new Format('date', (text) => (instantOf(`${text}T00:00:00Z`) === undefined ? ['invalid date'] : []), 41)],
  ['datetime', new Format('datetime', (text) => (instantOf(text) === undefined ? ['invalid datetime'] : []), 83)],
]);

const F = 'kubernetes.NamedFormat';

function validate({ rule }: Format, text: string): Optional {
  const problems = rule(text);
  return problems.length === 0 ? new Optional() : new Optional(problems);
}

export const formats: Library = [
  ...[...FORMATS].map(([name, format]): Library[number] => [`format.${name}() -> ${F}`, () => format]),
  [`format.named(string) -> optional<${F}>`, (name: string) => new Optional(FORMATS.get(name))],
  [
    `${F}.validate(string) -> optional<list<string>>`,
    validate,
    ({ regexSize }: Format, text: string) => Math.ceil((1 + extent(text)) * 0.1) * Math.ceil(regexSize * 0.25),
  ],
];
