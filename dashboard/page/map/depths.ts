/**
 * How deep in the supply each shop stands: the longest way from one that buys nothing. A circle is cut at the first of its
 * shops by name, so that the same shops stand at the same depths whatever order they come in.
 */
export function depthsOf(shops: Iterable<string>, suppliersOf: (key: string) => readonly string[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const path = new Set<string>();
  const known = new Set(shops);
  const depthOf = (key: string): number => {
    const found = depths.get(key);
    if (found !== undefined) return found;
    path.add(key);
    let depth = 0;
    for (const supplier of suppliersOf(key).toSorted())
      if (known.has(supplier) && !path.has(supplier)) depth = Math.max(depth, depthOf(supplier) + 1);
    path.delete(key);
    depths.set(key, depth);
    return depth;
  };
  for (const key of [...known].sort()) depthOf(key);
  return depths;
}
