import { equal } from '../../ground/json/equal.ts';
import type { StoredObject } from '../../local/api-server/contracts/kube-object.ts';
import type { StoreChange } from '../../local/api-server/store/store.ts';

/** A step whose change a later one undoes. */
interface Undone {
  readonly done: number;
  readonly undone: number;
}

/** Of what each step has changed, what the next step that touches the same object undoes. */
export function undoneBy(deeds: readonly (readonly StoreChange[])[]): readonly Undone[] {
  const pairs = new Map<string, Undone>();
  for (const [done, changes] of deeds.entries()) {
    for (const change of changes) {
      const undone = deeds.findIndex((later, step) => step > done && later.some((other) => undoes(change, other)));
      if (undone >= 0) pairs.set(`${done} ${undone}`, { done, undone });
    }
  }
  return [...pairs.values()];
}

const undoes = (one: StoreChange, other: StoreChange): boolean =>
  one.collection === other.collection && one.key === other.key && equal(contentOf(one.previous), contentOf(leftBy(other)));

const leftBy = ({ type, object }: StoreChange): StoredObject | undefined =>
  type === 'DELETED' || object.metadata.deletionTimestamp !== undefined ? undefined : object;

/** What somebody wished: not its status, nor what the server keeps. */
function contentOf(object: StoredObject | undefined): unknown {
  if (object === undefined) return undefined;
  const { metadata, status: _, ...content } = object;
  return { ...content, labels: metadata.labels, annotations: metadata.annotations };
}
