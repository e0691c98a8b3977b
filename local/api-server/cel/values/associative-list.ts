import type { Value } from './value.ts';

type Identity = (item: Value) => string;

/** A list whose items are known by an identity, and not by their places: a set, or a list that is keyed. */
export class AssociativeList extends Array<Value> {
  #identity: Identity = () => '';

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  static knownBy(items: readonly Value[], identity: Identity): AssociativeList {
    const list = new AssociativeList();
    list.push(...items);
    list.#identity = identity;
    return list;
  }

  /** The item with the identity that this one has. */
  same(item: Value): Value | undefined {
    const wanted = this.#identity(item);
    return this.find((each) => this.#identity(each) === wanted);
  }

  /** Items with the same identity stay where they are and are replaced, others follow. */
  merged(others: readonly Value[]): AssociativeList {
    const byIdentity = new Map([...this, ...others].map((item) => [this.#identity(item), item]));
    return AssociativeList.knownBy([...byIdentity.values()], this.#identity);
  }
}
