import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { traversal } from '../values/operators.ts';
import { Opaque } from '../values/value.ts';

class Semver extends Opaque {
  readonly type = 'kubernetes.Semver';
  readonly numbers: readonly bigint[];
  readonly pre: readonly string[];
  constructor(numbers: readonly bigint[], pre: readonly string[]) {
    super();
    this.numbers = numbers;
    this.pre = pre;
  }
  equals(other: Opaque): boolean {
    return other instanceof Semver && order(this, other) === 0;
  }
}

/** Why a part of a version is wrong, in the words of the package that Kubernetes reads them with. */
function partProblem(name: string, text: string): string | undefined {
  if (!/^\d+$/.test(text)) return `Invalid character(s) found in ${name} number ${JSON.stringify(text)}`;
  return text.length > 1 && text.startsWith('0') ? `${name} number must not contain leading zeroes ${JSON.stringify(text)}` : undefined;
}

function read(text: string): Semver | string {
  if (text === '') return 'Version string empty';
  const parts = text.split('.');
  if (parts.length < 3) return 'No Major.Minor.Patch elements found';
  const [major = '', minor = '', ...rest] = parts;
  const [, patch = '', pre, build] = /^([^+-]*)(?:-([^+]*))?(?:\+(.*))?$/s.exec(rest.join('.')) ?? [];
  for (const [name, part] of [
    ['major', major],
    ['minor', minor],
    ['patch', patch],
  ] as const) {
    const problem = partProblem(name[0]?.toUpperCase() + name.slice(1), part);
    if (problem !== undefined) return problem.replace(/in (Major|Minor|Patch)/, (all) => all.toLowerCase());
  }
  for (const [what, list] of [
    ['Prerelease', pre],
    ['Build meta data', build],
  ] as const)
    for (const each of list?.split('.') ?? []) {
      if (each === '') return `${what} is empty`;
      if (!/^[0-9A-Za-z-]+$/.test(each)) return `Invalid character(s) found in ${what.toLowerCase()} ${JSON.stringify(each)}`;
      if (what === 'Prerelease' && /^0\d+$/.test(each))
        return `Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(each)}`;
    }
  return new Semver([major, minor, patch].map(BigInt), pre?.split('.') ?? []);
}

const SHORT = 'short version cannot contain PreRelease/Build meta data';

/** `v1`, `1.2` and `01.2.3` are versions, too. */
function readLoosely(text: string): Semver | string {
  const [major = '', minor, ...patch] = text.replace(/^v/, '').split('.');
  const parts = [major, ...(minor === undefined ? [] : [minor]), ...(patch.length === 0 ? [] : [patch.join('.')])].map((part) =>
    part.length > 1
      ? part
          .replace(/^0+(?=\d)/, '')
          .replace(/^0+(?=\D)/, '0')
          .replace(/^(?=\D|$)/, '0')
      : part,
  );
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) return SHORT;
  return read([...parts, '0', '0'].slice(0, 3).join('.'));
}

function semver(text: string, loosely = false): Semver {
  const found = loosely ? readLoosely(text) : read(text);
  if (typeof found === 'string') throw new CelError(found);
  return found;
}

function preOrder(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length > 0 ? 1 : one.length > other.length ? -1 : 0;
  for (const [at, mine] of one.entries()) {
    const theirs = other[at];
    if (theirs === undefined) return 1;
    if (mine === theirs) continue;
    const [number, otherNumber] = [/^\d+$/.test(mine), /^\d+$/.test(theirs)];
    if (number && otherNumber) return BigInt(mine) < BigInt(theirs) ? -1 : 1;
    if (number !== otherNumber) return number ? -1 : 1;
    return mine < theirs ? -1 : 1;
  }
  return one.length < other.length ? -1 : 0;
}

function order(one: Semver, other: Semver): number {
  for (const [at, mine] of one.numbers.entries()) {
    const theirs = other.numbers[at] ?? 0n;
    if (mine !== theirs) return mine < theirs ? -1 : 1;
  }
  return preOrder(one.pre, other.pre);
}

const S = 'kubernetes.Semver';
const cost = (text: string) => traversal(text);

export const semvers: Library = [
  [`semver(string) -> ${S}`, (text: string) => semver(text), cost],
  [`semver(string, bool) -> ${S}`, semver, cost],
  ['isSemver(string) -> bool', (text: string) => typeof read(text) !== 'string', cost],
  [
    'isSemver(string, bool) -> bool',
    (text: string, loosely: boolean) => typeof (loosely ? readLoosely(text) : read(text)) !== 'string',
    cost,
  ],
  [`${S}.isGreaterThan(${S}) -> bool`, (one: Semver, other: Semver) => order(one, other) > 0],
  [`${S}.isLessThan(${S}) -> bool`, (one: Semver, other: Semver) => order(one, other) < 0],
  [`${S}.compareTo(${S}) -> int`, (one: Semver, other: Semver) => BigInt(order(one, other))],
  ...['major', 'minor', 'patch'].map((name, at): Library[number] => [`${S}.${name}() -> int`, ({ numbers }: Semver) => numbers[at] ?? 0n]),
];
