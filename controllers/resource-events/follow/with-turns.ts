import type { Change } from '../../../kube/follow/change.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import type { NamespaceTurn } from './selected-namespaces.ts';

/** One after the other: what changes in a collection, and which namespaces of it count. Ends with the changes. */
export async function* withTurns(
  changes: AsyncIterator<Change<KubeObject>>,
  turns: AsyncIterator<NamespaceTurn>,
): AsyncGenerator<Change<KubeObject> | NamespaceTurn> {
  let change = changes.next();
  let turn: Promise<IteratorResult<NamespaceTurn>> | undefined = turns.next();
  for (;;) {
    // What is not taken now is taken at the next turn of the loop: nothing is asked for twice.
    const first: 'change' | 'turn' = await Promise.race([
      change.then(() => 'change' as const),
      ...(turn === undefined ? [] : [turn.then(() => 'turn' as const)]),
    ]);
    if (first === 'turn' && turn !== undefined) {
      const { value, done }: IteratorResult<NamespaceTurn> = await turn;
      turn = done === true ? undefined : turns.next();
      if (done !== true) yield value;
    } else {
      const { value, done }: IteratorResult<Change<KubeObject>> = await change;
      if (done === true) return;
      yield value;
      change = changes.next();
    }
  }
}
