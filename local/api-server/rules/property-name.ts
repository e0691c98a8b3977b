const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
const ESCAPES: Readonly<Record<string, string>> = { __: '__underscores__', '.': '__dot__', '-': '__dash__', '/': '__slash__' };

/** What a property is called in an expression; undefined where no expression can name it. */
export function nameInRules(property: string): string | undefined {
  if (!/^[A-Za-z_.\-/][\w.\-/]*$/.test(property)) return undefined;
  if (RESERVED.has(property)) return `__${property}__`;
  return property.replace(/__|[.\-/]/g, (part) => ESCAPES[part] ?? part);
}
