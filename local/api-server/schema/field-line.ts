/** One field of `kubernetes.json`, taken apart: `[]core.v1.EnvVar list=map(name) patch=merge(name)`. */
export interface FieldLine {
  /** `string`, `int32`, `quantity`, `core.v1.Container`, with `[]` and `map[]` before it. */
  readonly type: string;
  readonly required: boolean;
  readonly list?: string;
  readonly listMapKeys?: readonly string[];
  readonly map?: string;
  readonly patchStrategy?: readonly ('merge' | 'replace' | 'retainKeys')[];
  readonly patchMergeKey?: string;
  readonly choices?: readonly string[];
  readonly default?: string;
}

const parenthesised = (word: string): readonly [string, readonly string[]] => {
  const [, outside = '', inside = ''] = /^([^(]*)(?:\((.*)\))?$/.exec(word) ?? [];
  return [outside, inside === '' ? [] : inside.split(',')];
};

const isStrategy = (word: string): word is 'merge' | 'replace' | 'retainKeys' =>
  word === 'merge' || word === 'replace' || word === 'retainKeys';

function attribute(word: string): Partial<FieldLine> {
  const at = word.indexOf('=');
  const name = word.slice(0, at);
  const value = word.slice(at + 1);
  const [outside, inside] = parenthesised(value);
  switch (name) {
    case 'list':
      return { list: outside, ...(outside === 'map' && { listMapKeys: inside }) };
    case 'map':
      return { map: value };
    case 'patch':
      return { patchStrategy: outside.split(',').filter(isStrategy), ...(inside[0] !== undefined && { patchMergeKey: inside[0] }) };
    case 'enum':
      return { choices: value.split('|').map(decodeURI) }; // words stand apart by spaces
    default:
      return {};
  }
}

/** The default stands last, since it may hold spaces. */
export function parseFieldLine(line: string): FieldLine {
  const [words = '', fallback] = line.split(/ default=(.*)$/s);
  const [type = '', ...rest] = words.split(' ');
  const parsed: FieldLine = { type, required: rest.includes('required'), ...(fallback !== undefined && { default: fallback }) };
  return Object.assign(parsed, ...rest.map(attribute));
}

/** What `go-fields.json` tells of one field. */
export interface GoFacts {
  /** The protobuf number; `2.14` is field 14 of the message in field 2. */
  readonly number: string;
  /** A zero that was given is kept, since the Go type points to it. */
  readonly pointer: boolean;
  /** `always`: written even when empty. `zero-dropped`: a struct that is left out when it is all zeros. */
  readonly written: 'always' | 'unless-empty' | 'zero-dropped';
  /** Go's name of the type, where it has one without being a struct: `v1.Protocol`. */
  readonly named?: string;
}

/** `name:1! image:2 replicas:1*`: the fields of one Go type, in their order. */
export function parseGoLine(line: string): Map<string, GoFacts> {
  return new Map(
    [...line.matchAll(/(\S+):([\d.]*)([*!?]*)(?:=(\S+))?/g)].map(([, name = '', number = '', marks = '', named]) => [
      name,
      {
        ...(named !== undefined && { named }),
        number,
        pointer: marks.includes('*'),
        written: marks.includes('!') ? 'always' : marks.includes('?') ? 'zero-dropped' : 'unless-empty',
      },
    ]),
  );
}
