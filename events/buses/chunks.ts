/** Cuts a batch into requests that hold no more than they may; what alone is too large is alone. */
export function chunksOf<T>(
  items: readonly T[],
  { most, mostBytes, bytesOf }: { readonly most: number; readonly mostBytes: number; readonly bytesOf: (item: T) => number },
): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const last = chunks.at(-1);
    bytes += bytesOf(item);
    if (last !== undefined && last.length < most && bytes <= mostBytes) last.push(item);
    else {
      chunks.push([item]);
      bytes = bytesOf(item);
    }
  }
  return chunks;
}
