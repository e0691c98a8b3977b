/** JSON pointers (RFC 6901), compiled so that a walk through a value knows where it is; a segment `*` stands for any one. */
export interface Pointers {
  /** One ends here: this value, with all that is in it. */
  readonly here: boolean;
  /** Where they may still end, one segment further; undefined: nowhere. */
  at(segment: string): Pointers | undefined;
}

/** Compiles pointers that `pointerProblem` finds nothing wrong with. */
export function pointersOf(pointers: readonly string[]): Pointers | undefined {
  return compile(pointers.map(segmentsOf));
}

function compile(rest: readonly (readonly string[])[]): Pointers | undefined {
  if (rest.length === 0) return undefined;
  const known = new Map<string, Pointers | undefined>();
  const literals = new Set(rest.map(([first]) => first).filter((first) => first !== undefined && first !== '*'));
  const after = (segment: string): Pointers | undefined =>
    compile(rest.filter(([first]) => first === '*' || first === segment).map((segments) => segments.slice(1)));
  const any = rest.some(([first]) => first === '*') ? compileLater(() => after('*')) : () => undefined;
  return {
    here: rest.some((segments) => segments.length === 0),
    at(segment) {
      if (!literals.has(segment)) return any();
      if (!known.has(segment)) known.set(segment, after(segment));
      return known.get(segment);
    },
  };
}

/** Compiled once, and only if it is ever needed. */
function compileLater(make: () => Pointers | undefined): () => Pointers | undefined {
  let made: { readonly pointers: Pointers | undefined } | undefined;
  return () => (made ??= { pointers: make() }).pointers;
}

export const segmentsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

export const pointerOf = (segments: readonly string[]): string =>
  segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Why a text is not a pointer, as the end of a sentence. */
export function pointerProblem(pointer: string): string | undefined {
  if (!pointer.startsWith('/')) return 'does not begin with "/": write it as /metadata/annotations/example.com~1team';
  if (/~(?![01])/.test(pointer)) return 'has a "~" that stands for nothing: write "~0" for "~", and "~1" for "/"';
  return undefined;
}
