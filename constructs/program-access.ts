import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { AnyController } from '../controllers/runtime/definition.ts';
import { UsageError } from '../controllers/runtime/flags/flags.ts';
import { rightsOf, type RightsPlace } from '../controllers/runtime/rights/rights-of.ts';
import { roleManifests } from '../controllers/runtime/rights/role-manifests.ts';
import type { RightsRules } from '../controllers/runtime/rights/rules.ts';

export interface ProgramAccessProps extends RightsPlace {
  readonly controllers: readonly AnyController[];
  /** The service account of the program's pods. */
  readonly account: string;
}

/**
 * What a program of controllers may do: what they declare, and no more. A ClusterRole, or where they are limited to namespaces a Role in
 * each; and a Role in its own namespace for its Lease.
 */
export class ProgramAccess extends Construct {
  constructor(scope: Construct, id: string, { controllers, account, ...place }: ProgramAccessProps) {
    super(scope, id);
    const { program, namespace } = place;
    const labels = { 'app.kubernetes.io/name': program };
    for (const { kind, metadata, ...others } of roleManifests(this.#rules(controllers, place), {
      name: program,
      account,
      namespace,
      labels,
    })) {
      const part = [kind.toLowerCase(), metadata?.namespace ?? []].flat().join('-');
      new ApiObject(this, part, { ...others, kind, metadata: { name: program, namespace: metadata?.namespace, labels } });
    }
  }

  /** None where they cannot be told: synth then says why. */
  #rules(controllers: readonly AnyController[], place: RightsPlace): RightsRules {
    try {
      return rightsOf(controllers, place);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.node.addValidation({ validate: () => [error.message] });
      return { clusterRole: [], roles: [] };
    }
  }
}
