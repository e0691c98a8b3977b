/** Who leads to whom: files by their imports, or folders. */
export type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

/** All that is in a circle, circle by circle: from each of its members there is a way to each other, and back. Sorted. */
export function circlesIn(arrows: Arrows): readonly (readonly string[])[] {
  const reached = new Map([...arrows.keys()].map((from) => [from, reachedFrom(arrows, from)]));
  const leads = (from: string, to: string): boolean => reached.get(from)?.has(to) === true;
  const circles = new Map<string, readonly string[]>();
  for (const [from, there] of reached) {
    if (!leads(from, from)) continue;
    const circle = [...there].filter((to) => leads(to, from)).sort();
    circles.set(circle.join(' '), circle);
  }
  return [...circles.keys()].sort().map((name) => circles.get(name) ?? []);
}

function reachedFrom(arrows: Arrows, from: string): ReadonlySet<string> {
  const there = new Set<string>();
  const next = [from];
  for (let at = next.pop(); at !== undefined; at = next.pop())
    for (const to of arrows.get(at) ?? [])
      if (!there.has(to)) {
        there.add(to);
        next.push(to);
      }
  return there;
}

export function arrowsOf(pairs: Iterable<readonly [from: string, to: string]>): Arrows {
  const arrows = new Map<string, Set<string>>();
  for (const [from, to] of pairs) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  return arrows;
}
