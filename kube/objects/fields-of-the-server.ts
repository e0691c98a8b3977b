/** What is another one with each write, whoever writes: by the path of an object, its fields. */
export const FIELDS_OF_THE_SERVER: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['metadata', new Set(['resourceVersion', 'managedFields', 'generation'])],
]);
