/**
 * What OpenAPI does not say of a field and the Go types do: its protobuf number, whether it is a pointer (a zero that was
 * given is kept), and whether it is written even when empty.
 */
export type GoFieldTable = Record<string, string>;

interface GoField {
  readonly name: string;
  readonly type: string;
  readonly json: string;
  readonly number: string;
}

const STRUCT = /^type (\w+) struct \{\n([\s\S]*?)^\}/gm;
const FIELD = /^\t(?:(\w+)\s+)?([\w.*[\]]+)\s+`([^`]*)`/gm;
const tag = (tags: string, key: string) => new RegExp(`\\b${key}:"([^"]*)"`).exec(tags)?.[1];

function structs(source: string): Map<string, GoField[]> {
  const found = new Map<string, GoField[]>();
  for (const [, name = '', body = ''] of source.matchAll(STRUCT)) {
    const fields = [...body.matchAll(FIELD)].flatMap(([, field = '', type = '', tags = '']): GoField[] => {
      const json = tag(tags, 'json');
      return json === undefined || json === '-' ? [] : [{ name: field, type, json, number: tag(tags, 'protobuf')?.split(',')[1] ?? '' }];
    });
    found.set(name, fields);
  }
  return found;
}

const NAMED = /^type (\w+) (?:string|\w*int\d*|bool|map\[|\[\])/gm;
/** Go's own words for a field whose type has a name without being a struct: messages on wrong types tell it. */
const namedType = (type: string, named: ReadonlySet<string>): string => {
  const [, before = '', qualifier = '', base = ''] = /^\*?((?:\[\]|map\[\w+\])*)(?:(\w+)\.)?(\w+)$/.exec(type) ?? [];
  if (qualifier === 'types') return `=${before}types.${base}`;
  return qualifier === '' && named.has(base) ? `=${before}v1.${base}` : '';
};

/**
 * `replicas:1*` a pointer, `name:1!` written even when empty, `x:2?` dropped when its struct is zero;
 * `emptyDir:2.2` is field 2 of the message in field 2; `type:1=v1.ServiceType` has a named type.
 */
function line({ json, type, number }: GoField, outer: string, named: ReadonlySet<string>): string {
  const [name = '', ...options] = json.split(',');
  const marks = (type.startsWith('*') ? '*' : '') + (options.includes('omitzero') ? '?' : options.includes('omitempty') ? '' : '!');
  return `${name}:${outer}${number}${marks}${namedType(type, named)}`;
}

function lines(all: ReadonlyMap<string, readonly GoField[]>, named: ReadonlySet<string>, fields: readonly GoField[], outer = ''): string[] {
  return fields.flatMap((field) => {
    if (!field.json.startsWith(',')) return [line(field, outer, named)];
    const embedded = field.type.replace('*', '');
    return embedded.endsWith('TypeMeta') ? [] : lines(all, named, all.get(embedded) ?? [], `${outer}${field.number}.`);
  });
}

/** The structs of one Go package (`core.v1`), those in `wanted` only. */
export function goFields(pkg: string, source: string, wanted: ReadonlySet<string>): GoFieldTable {
  const all = structs(source);
  const named = new Set([...source.matchAll(NAMED)].map(([, name = '']) => name));
  const rows = [...all].map(([name, fields]) => [`${pkg}.${name}`, lines(all, named, fields).join(' ')] as const);
  return Object.fromEntries(rows.filter(([name]) => wanted.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
