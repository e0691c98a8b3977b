/** How operators may be used: what they do is in `run/operators.ts`. */
const ORDERED = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'];
const NUMERIC = ['int', 'uint', 'double'];
const pairs = (types: readonly string[]) =>
  types.flatMap((one) => types.filter((other) => other !== one).map((other) => `${one}, ${other}`));
const same = (types: readonly string[]) => types.map((type) => `${type}, ${type} -> ${type}`);

const BINARY: Readonly<Record<string, readonly string[]>> = {
  '_==_': ['A, A -> bool'],
  '_!=_': ['A, A -> bool'],
  '_&&_': ['bool, bool -> bool'],
  '_||_': ['bool, bool -> bool'],
  '_+_': [
    ...same(['bytes', 'double', 'duration']),
    'duration, timestamp -> timestamp',
    'timestamp, duration -> timestamp',
    ...same(['int', 'list<A>', 'string', 'uint']),
  ],
  '_-_': [
    ...same(['double', 'duration', 'int']),
    'timestamp, duration -> timestamp',
    'timestamp, timestamp -> duration',
    ...same(['uint']),
  ],
  '_*_': same(['double', 'int', 'uint']),
  '_/_': same(['double', 'int', 'uint']),
  '_%_': same(['int', 'uint']),
  '_?_:_': ['bool, A, A -> A'],
  '@in': ['A, list<A> -> bool', 'A, map<A, B> -> bool'],
  '_[_]': ['list<A>, int -> A', 'map<A, B>, A -> B', 'optional<list<V>>, int -> optional<V>', 'optional<map<K, V>>, K -> optional<V>'],
  '_[?_]': [
    'list<V>, int -> optional<V>',
    'optional<list<V>>, int -> optional<V>',
    'map<K, V>, K -> optional<V>',
    'optional<map<K, V>>, K -> optional<V>',
  ],
  '-_': ['double -> double', 'int -> int'],
  '!_': ['bool -> bool'],
  '@not_strictly_false': ['bool -> bool'],
};

const COMPARED = [...ORDERED.map((type) => `${type}, ${type} -> bool`), ...pairs(NUMERIC).map((pair) => `${pair} -> bool`)];

/** Signatures as `signatureOf` reads them. */
export const OPERATOR_TYPES: readonly string[] = Object.entries({
  ...BINARY,
  ...Object.fromEntries(['_<_', '_<=_', '_>_', '_>=_'].map((name) => [name, COMPARED])),
}).flatMap(([name, uses]) => uses.map((use) => `${name}(${use.replace(' -> ', ') -> ')}`));
