/**
 * What can be seen in the cluster, as a chapter says it: `"the craftsman has two pods": pods?shop=craftsman count = 2`.
 * The objects of a resource, by name (`/name`, or `/namespace/name` outside the kingdom) or by labels (`?labels`), and what should be
 * true of them.
 */
export interface TourSight {
  /** For people: `the craftsman has two pods`. */
  readonly words: string;
  /** `pods?shop=craftsman`: the same objects, wherever it stands. */
  readonly query: string;
  readonly plural: string;
  readonly name?: string;
  /** Where it is not the kingdom. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly condition: Condition;
}

export type Condition =
  /** Of one of them at least. */
  | { readonly is: 'equal' | 'unequal' | 'least'; readonly path: readonly Key[]; readonly value: string }
  | { readonly is: 'set' | 'unset'; readonly path: readonly Key[] }
  | { readonly is: 'count'; readonly value: number }
  /** One is there that was not there when the chapter was begun. */
  | { readonly is: 'new' };

/** A field, or the item of a list whose field has that value: `[type=Ready]`. */
export type Key = string | { readonly field: string; readonly value: string };

/** A text says what is wrong with it. */
export function readSight(text: string): TourSight | string {
  const [, words = '', query = '', rest = ''] = /^"([^"]+)": (\S+) (.+)$/.exec(text) ?? [];
  const [, plural = '', namespace, name, labelSelector] = /^([a-z]+)(?:\/(?:([^/?]+)\/)?([^/?]+)|\?(.+))?$/.exec(query) ?? [];
  if (plural === '') return 'should be "what is seen": RESOURCE/NAME CONDITION, or RESOURCE?LABELS CONDITION';
  const condition = readCondition(rest);
  if (condition === undefined) return `"${rest}" should be new, count = 2, or a path and "is set", "is unset", or =, != or >= and a value`;
  return {
    words,
    query,
    plural,
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
    condition,
  };
}

function readCondition(text: string): Condition | undefined {
  if (text === 'new') return { is: 'new' };
  const [, there, whether] = /^(\S+) is (set|unset)$/.exec(text) ?? [];
  if (there !== undefined) return { is: whether === 'set' ? 'set' : 'unset', path: readPath(there) };
  const [, path = '', sign = '', value = ''] = /^(\S+) (=|!=|>=) (.*)$/.exec(text) ?? [];
  if (path === '') return undefined;
  if (path === 'count') return sign === '=' && /^\d+$/.test(value) ? { is: 'count', value: Number(value) } : undefined;
  return { is: sign === '=' ? 'equal' : sign === '!=' ? 'unequal' : 'least', path: readPath(path), value };
}

/** `status.conditions[type=Ready].status`, `metadata.annotations[goods.civ8s.dev/axe]`, `spec.ports[0].port`. */
const readPath = (path: string): readonly Key[] =>
  [...path.matchAll(/\[(\w+)=([^\]]+)\]|\[([^\]]+)\]|([^.[\]]+)/g)].map(([, field, value, bracketed, plain]) =>
    field === undefined ? (bracketed ?? plain ?? '') : { field, value: value ?? '' },
  );
