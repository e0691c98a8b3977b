import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import type { AnyController, FollowOptions } from '../definition.ts';
import { UsageError, type FlagTable, type Settings } from '../flags/flags.ts';
import type { DeclareOwned } from '../owning/owning.ts';
import { followedRights } from './followed-rights.ts';
import { covers, grantsOf } from './grant.ts';
import type { NeededRight } from './needed-right.ts';
import { ownedRights } from './owned-rights.ts';
import { rightProblem } from './right-problem.ts';

/** The rights that follow from what a controller declares in its `setUp`, together with those that it names. */
export interface DeclaredRights {
  follow<T extends KubeObject>(resource: Resource<T>, options: FollowOptions<T>): void;
  readonly owns: DeclareOwned;
  /** All of them. Throws a UsageError for one that no rule can be made of. */
  all(controller: AnyController, settings: Settings<FlagTable>, namespace: string): readonly NeededRight[];
}

export function createDeclaredRights(): DeclaredRights {
  const told: NeededRight[] = [];
  return {
    follow: (resource, { namespaces, fieldSelector, optional, without, vitalFor }) =>
      void told.push(...followedRights(resource, { namespaces, fieldSelector, optional, without, vitalFor })),
    owns: (owner, children, { finalize, childrenFirst, namespaces }) =>
      void told.push(...ownedRights(owner, children, { holds: finalize !== undefined || childrenFirst === true, namespaces })),
    all(controller, settings, namespace) {
      const named = controller.rights?.(settings, { namespace }) ?? [];
      const problem = named.map(rightProblem).find((each) => each !== undefined);
      if (problem !== undefined) throw new UsageError(`${controller.name} cannot say its rights like this: ${problem}`);
      // What a controller names has its own words.
      const all = [...told.flatMap((right) => (isCovered(right, named) ? onlyAlongside(right) : [right])), ...named];
      return controller.readsOnly?.(settings) === true ? all.flatMap(readingOnly) : all;
    },
  };
}

function isCovered(right: NeededRight, named: readonly NeededRight[]): boolean {
  const granted = named.flatMap(grantsOf);
  return grantsOf({ ...right, alongside: [] }).every((grant) => granted.some((other) => covers(other, grant)));
}

/** What is granted along with it, though it is named itself. */
const onlyAlongside = (right: NeededRight): readonly NeededRight[] =>
  right.alongside === undefined ? [] : [{ ...right, verbs: [], vitalFor: undefined }];

const READING: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** What a controller may need that does not write. */
function readingOnly(right: NeededRight): readonly NeededRight[] {
  const verbs = right.verbs.filter((verb) => READING.has(verb));
  return verbs.length === 0 && right.alongside === undefined ? [] : [{ ...right, verbs }];
}
