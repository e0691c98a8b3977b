import { qualifiedName, type MapEntry, type Fold, type Item, type SyntaxNode } from '../syntax/node.ts';
import type { Issue } from '../syntax/source.ts';
import { BOOL, DYN, ERROR, isDynOrError, listOf, mapOf, optionalOf, param, sameType, shownType, unwrapped } from '../types/cel-type.ts';
import type { CelType } from '../types/cel-type.ts';
import { identifierOf, type CelEnvironment, type Identifier } from './environment.ts';
import type { Checked } from './checked.ts';
import { loopTypes } from './loop-types.ts';
import { literalType } from '../types/literal-type.ts';
import type { Signature } from '../types/signature.ts';
import { mostGeneral, substitute, unified, type Mapping } from '../types/unify.ts';

type Scope = ReadonlyMap<string, CelType>;

/** The type checker of the language's definition, with the words of cel-go. */
class Checker {
  readonly issues: Issue[] = [];
  readonly names = new Map<SyntaxNode, { name: string; identifier: Identifier }>();
  readonly functions = new Map<SyntaxNode, string>();
  readonly #types = new Map<SyntaxNode, CelType>();
  readonly #environment: CelEnvironment;
  #mapping: Mapping = new Map();
  #free = 0;

  constructor(environment: CelEnvironment) {
    this.#environment = environment;
  }

  typeOf(node: SyntaxNode): CelType {
    return substitute(this.#mapping, this.#types.get(node) ?? ERROR, true);
  }

  check(node: SyntaxNode, scope: Scope): CelType {
    const type = this.#typed(node, scope);
    this.#types.set(node, type);
    return type;
  }

  #typed(node: SyntaxNode, scope: Scope): CelType {
    switch (node.kind) {
      case 'literal':
        return literalType(node.value);
      case 'ident':
        return this.#named(node, node.name, scope) ?? this.#undeclared(node, node.name);
      case 'select': {
        const path = qualifiedName(node);
        const type =
          (path === undefined ? undefined : this.#named(node, path, scope)) ?? this.#field(node, node.operand, node.field, scope);
        return node.test ? BOOL : substitute(this.#mapping, type, false);
      }
      case 'call':
        return this.#call(node, scope);
      case 'list':
        return this.#list(node.items, scope);
      case 'map':
        return this.#map(node.entries, scope);
      case 'message':
        return this.#undeclared(node, node.name);
      case 'fold':
        return this.#fold(node, scope);
    }
  }

  #undeclared(node: SyntaxNode, name: string): CelType {
    this.#issue(node, `undeclared reference to '${name}' (in container '')`);
    return ERROR;
  }

  #issue({ at }: { readonly at: number }, message: string): void {
    this.issues.push({ at, message });
  }

  #named(node: SyntaxNode, name: string, scope: Scope): CelType | undefined {
    const local = scope.get(name);
    if (local) return local;
    const identifier = identifierOf(this.#environment, name);
    if (!identifier) return undefined;
    this.names.set(node, { name: name.replace(/^\./, ''), identifier });
    return identifier.type;
  }

  #field(node: SyntaxNode, operand: SyntaxNode, field: string, scope: Scope, optional = false): CelType {
    const found = unwrapped(substitute(this.#mapping, this.check(operand, scope), false));
    const type = this.#fieldOf(node, found.type, field);
    return found.optional || optional ? optionalOf(type) : type;
  }

  #fieldOf(node: SyntaxNode, type: CelType, field: string): CelType {
    if (type.kind === 'map') return type.params[1];
    if (type.kind === 'struct') {
      const known = this.#environment.structs.get(type.name);
      if (!known) {
        this.#issue(node, `unexpected failed resolution of '${type.name}'`);
        return ERROR;
      }
      const found = known.get(field);
      if (!found) this.#issue(node, `undefined field '${field}'`);
      return found ?? ERROR;
    }
    if (type.kind === 'param') this.#assignable(DYN, type);
    else if (!isDynOrError(type)) this.#issue(node, `type '${shownType(type)}' does not support field selection`);
    return DYN;
  }

  #call(node: SyntaxNode & { readonly kind: 'call' }, scope: Scope): CelType {
    const { name, target, args } = node;
    const [operand, field] = args;
    if (name === '_?._' && operand && field?.kind === 'literal' && typeof field.value === 'string')
      return substitute(this.#mapping, this.#field(node, operand, field.value, scope, true), false);
    for (const arg of args) this.check(arg, scope);
    if (!target) {
      const overloads = this.#environment.functions.signatures(name.replace(/^\./, ''));
      return overloads ? this.#resolve(node, name.replace(/^\./, ''), overloads, args) : this.#undeclared(node, name);
    }
    const prefix = qualifiedName(target);
    const full = prefix === undefined ? undefined : `${prefix}.${name}`;
    const spaced = full === undefined ? undefined : this.#environment.functions.signatures(full);
    if (full !== undefined && spaced) {
      this.functions.set(node, full);
      return this.#resolve(node, full, spaced, args);
    }
    this.check(target, scope);
    const overloads = this.#environment.functions.signatures(name);
    return overloads ? this.#resolve(node, name, overloads, [target, ...args], true) : this.#undeclared(node, name);
  }

  /** All overloads that fit: where they disagree about the result, it is dyn. */
  #resolve(node: SyntaxNode, name: string, overloads: readonly Signature[], args: readonly SyntaxNode[], member = false): CelType {
    const types = args.map((arg) => this.#types.get(arg) ?? ERROR);
    if (name === '_&&_' || name === '_||_') return this.#logical(args, types);
    let result: CelType | undefined;
    for (const overload of overloads) {
      if (overload.member !== member) continue;
      const fresh: Mapping = new Map(overload.params.map((each) => [each, this.#variable()]));
      const mapping = unified(
        this.#mapping,
        types,
        overload.args.map((arg) => substitute(fresh, arg, false)),
      );
      if (!mapping) continue;
      this.#mapping = mapping;
      const type = substitute(mapping, substitute(fresh, overload.result, false), false);
      if (result === undefined) result = type;
      else if (result.kind !== 'dyn' && !sameType(type, result)) result = DYN;
    }
    if (result) return result;
    const shown = types.map((type) => shownType(substitute(this.#mapping, type, true)));
    const signature = member ? `${shown[0] ?? ''}.(${shown.slice(1).join(', ')})` : `(${shown.join(', ')})`;
    this.#issue(node, `found no matching overload for '${name}' applied to '${signature}'`);
    return ERROR;
  }

  #logical(args: readonly SyntaxNode[], types: readonly CelType[]): CelType {
    let fits = true;
    for (const [at, type] of types.entries()) {
      if (this.#assignable(type, BOOL)) continue;
      this.#mismatch(args[at], BOOL, type);
      fits = false;
    }
    return fits ? BOOL : ERROR;
  }

  #mismatch(node: SyntaxNode | undefined, expected: CelType, actual: CelType): void {
    this.#issue(node ?? { at: 0 }, `expected type '${shownType(expected)}' but found '${shownType(actual)}'`);
  }

  #assignable(one: CelType, other: CelType): boolean {
    const mapping = unified(this.#mapping, [one], [other]);
    if (mapping) this.#mapping = mapping;
    return mapping !== undefined;
  }

  #variable(): CelType {
    return param(`_var${this.#free++}`);
  }

  /** What is of many types is dyn here; literals of mixed types are refused by a rule of their own. */
  #joined(before: CelType | undefined, type: CelType): CelType {
    if (before === undefined) return type;
    return this.#assignable(before, type) ? mostGeneral(before, type) : DYN;
  }

  #valueType({ node, optional }: Item, scope: Scope): CelType {
    const type = this.check(node, scope);
    if (!optional) return type;
    const inner = unwrapped(type);
    if (!inner.optional && inner.type.kind !== 'dyn') this.#mismatch(node, optionalOf(inner.type), inner.type);
    return inner.type;
  }

  #list(items: readonly Item[], scope: Scope): CelType {
    let type: CelType | undefined;
    for (const item of items) type = this.#joined(type, this.#valueType(item, scope));
    return listOf(type ?? this.#variable());
  }

  #map(entries: readonly MapEntry[], scope: Scope): CelType {
    let [key, value]: (CelType | undefined)[] = [];
    for (const entry of entries) {
      key = this.#joined(key, this.check(entry.key, scope));
      value = this.#joined(value, this.#valueType({ node: entry.value, optional: entry.optional }, scope));
    }
    return mapOf(key ?? this.#variable(), value ?? this.#variable());
  }

  #fold(fold: SyntaxNode & Fold, scope: Scope): CelType {
    const range = substitute(this.#mapping, this.check(fold.range, scope), false);
    const start = this.check(fold.start, scope);
    const outer: Scope = new Map([...scope, [fold.accumulator, start]]);
    const inner: Scope = new Map([...outer, ...this.#loopVariables(fold, range)]);
    for (const [node, wanted] of [
      [fold.goesOn, BOOL],
      [fold.step, start],
    ] as const) {
      const type = this.check(node, inner);
      if (!this.#assignable(wanted, type)) this.#mismatch(node, wanted, type);
    }
    return substitute(this.#mapping, this.check(fold.result, outer), false);
  }

  #loopVariables(fold: Fold, range: CelType): readonly (readonly [string, CelType])[] {
    const types = loopTypes(range, fold.second !== undefined);
    if (range.kind === 'dyn' || range.kind === 'error' || range.kind === 'param') this.#assignable(DYN, range);
    else if (!types)
      this.#issue(
        fold.range,
        `expression of type '${shownType(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
      );
    const [first, second] = types ?? [ERROR, ERROR];
    return fold.second === undefined
      ? [[fold.variable, first]]
      : [
          [fold.variable, first],
          [fold.second, second],
        ];
  }
}

/** The types of an expression and of all its parts. */
export function check(node: SyntaxNode, environment: CelEnvironment): Checked {
  const checker = new Checker(environment);
  checker.check(node, new Map());
  return {
    type: checker.typeOf(node),
    typeOf: (each) => checker.typeOf(each),
    names: checker.names,
    functions: checker.functions,
    issues: checker.issues,
  };
}
