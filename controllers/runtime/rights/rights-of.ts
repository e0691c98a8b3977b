import { leaseNameOf } from '../election/lease-name.ts';
import type { AnyController } from '../definition.ts';
import { parseFlags, UsageError, type FlagTable, type Settings } from '../flags/flags.ts';
import { ownFlags } from '../flags/program-flags.ts';
import { runtimeFlags } from '../flags/runtime-flags.ts';
import { programProblem } from '../program-problem.ts';
import { setUp } from '../set-up.ts';
import { withWebhooks } from '../webhooks/webhook-controller.ts';
import { createDeclaredRights } from './declared-rights.ts';
import { leaseRights } from './lease-rights.ts';
import type { NeededRight } from './needed-right.ts';
import { nowhere } from './nowhere.ts';
import { rulesOf, type RightsRules } from './rules.ts';

/** How a program of controllers is run, as far as its rights depend on that. */
export interface RightsPlace {
  /** As `main` is told it: it names the Lease. */
  readonly program: string;
  /** Of its pods. */
  readonly namespace: string;
  /** As on its command line. @default none */
  readonly args?: readonly string[];
  /** What else it finds in its environment. @default nothing */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The rules of RBAC that controllers need, and no others: out of what they declare. Needs no cluster. Throws a UsageError where these
 * arguments are wrong, or where something is declared that no rule can be made of.
 */
export function rightsOf(controllers: AnyController | readonly AnyController[], place: RightsPlace): RightsRules {
  const all: readonly AnyController[] = Array.isArray(controllers) ? controllers : [controllers as AnyController];
  return rulesOf(rightsOfProgram(withWebhooks(all, place.program), place));
}

function rightsOfProgram(controllers: readonly AnyController[], { program, namespace, args = [], env = {} }: RightsPlace) {
  const problem = programProblem(controllers, program);
  if (problem !== undefined) throw new UsageError(problem);
  const settings = parseFlags({ ...runtimeFlags, ...ownFlags(controllers) }, { args, env: { POD_NAMESPACE: namespace, ...env } });
  const leads = controllers.some((controller) => controller.readsOnly?.(settings) !== true);
  const lease = { namespace: settings['lease-namespace'], name: leaseNameOf(controllers, program, settings) };
  return [
    ...controllers.flatMap((controller) => rightsOfOne(controller, settings, { program, namespace })),
    ...(leads ? leaseRights(lease, settings['leader-elect']) : []),
  ];
}

function rightsOfOne(
  controller: AnyController,
  settings: Settings<FlagTable>,
  { program, namespace }: Pick<RightsPlace, 'program' | 'namespace'>,
): readonly NeededRight[] {
  if (controller.prepare === undefined) return setUp({ controller, settings, namespace }, nowhere(program)).rights;
  if (controller.rights === undefined)
    throw new UsageError(
      `the rights of ${controller.name} cannot be rendered, since its setUp takes what it prepares: say them all in rights(settings)`,
    );
  return createDeclaredRights().all(controller, settings, namespace);
}
