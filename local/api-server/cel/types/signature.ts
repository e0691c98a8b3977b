import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  param,
  STRING,
  struct,
  TIMESTAMP,
  typeOf,
} from './cel-type.ts';
import { UINT, type CelType } from './cel-type.ts';

/** One way to call a function. */
export interface Signature {
  /** `size`, `sets.contains`, `_+_`. */
  readonly name: string;
  /** Called on its first argument. */
  readonly member: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  /** The names of its type parameters. */
  readonly params: readonly string[];
}

const SIMPLE = new Map<string, CelType>([
  ['bool', BOOL],
  ['bytes', BYTES],
  ['double', DOUBLE],
  ['duration', DURATION],
  ['dyn', DYN],
  ['int', INT],
  ['null', NULL],
  ['string', STRING],
  ['timestamp', TIMESTAMP],
  ['uint', UINT],
]);

/** What text between brackets has at its top level, between commas. */
function parts(text: string): readonly string[] {
  const found: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '<') depth++;
    else if (text[at] === '>') depth--;
    else if (at === text.length || (text[at] === ',' && depth === 0)) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return found.filter((part) => part !== '');
}

function typeNamed(text: string): CelType {
  const [, outer, inner] = /^(\w+)<(.*)>$/.exec(text) ?? [];
  const [first = DYN, second = DYN] = parts(inner ?? '').map(typeNamed);
  if (outer === 'list') return listOf(first);
  if (outer === 'map') return mapOf(first, second);
  if (outer === 'optional') return optionalOf(first);
  if (outer === 'type') return typeOf(first);
  return SIMPLE.get(text) ?? (/^[A-Z]$/.test(text) ? param(text) : struct(text));
}

const paramNames = (type: CelType): readonly string[] =>
  type.kind === 'param' ? [type.name] : 'params' in type ? type.params.flatMap(paramNames) : [];

/** Reads `list<A>.slice(int, int) -> list<A>`: a receiver before the last dot is a type in brackets or a known name. */
export function signatureOf(text: string): Signature {
  const [, call = '', list = '', result = ''] = /^([^(]+)\((.*)\) -> (.+)$/.exec(text) ?? [];
  const dot = call.lastIndexOf('.');
  const receiver = call.slice(0, Math.max(dot, 0));
  const member = dot > 0 && /^((kubernetes|net)\..*|\w+<.*>|[A-Z]|bool|bytes|double|duration|int|string|timestamp|uint)$/.test(receiver);
  const args = [...(member ? [receiver] : []), ...parts(list)].map(typeNamed);
  return {
    name: member ? call.slice(dot + 1) : call,
    member,
    args,
    result: typeNamed(result),
    params: [...new Set([...args, typeNamed(result)].flatMap(paramNames))],
  };
}
