import type { StoredObject } from '../contracts/kube-object.ts';

/** What the client called a new object: of a name that the server has made up, its beginning. */
export function sentName({ metadata: { name = '', generateName = '' } }: StoredObject): string {
  return generateName !== '' && name.startsWith(generateName) ? generateName : name;
}
