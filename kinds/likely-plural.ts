/** The plural of a kind in lower case, as `kubectl` users expect it: `policies`, `meshes`, `websites`. */
export const likelyPlural = (kind: string): string => {
  if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(kind) ? `${kind}es` : `${kind}s`;
};
