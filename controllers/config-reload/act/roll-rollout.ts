import type { Client } from '../../../kube/client/client.ts';
import { nameOf, resource, type KubeObject } from '../../../kube/objects/resource.ts';
import { FIELD_MANAGER } from '../seen/field-manager.ts';
import { recordPatch, type Roll } from './record-patch.ts';
import { withChange, type Restart, type TemplateChange } from '../decide/template-change.ts';
import type { PodTemplate } from '../seen/workload.ts';

interface Rollout extends KubeObject {
  readonly spec?: { readonly template?: PodTemplate };
}
const rollouts = resource<Rollout>('argoproj.io', 'v1alpha1', 'rollouts', 'Rollout');

/**
 * Custom resources cannot be patched strategically, and a merge patch replaces a list as a whole: the containers are
 * read first. Whoever writes meanwhile is not undone, since the patch names a version that is no newer than what was read.
 */
export async function rollRollout(client: Client, options: Roll, change: TemplateChange): Promise<void> {
  const name = nameOf(options.workload);
  const template = (await client.get(rollouts, name)).spec?.template ?? {};
  const { metadata: { annotations } = {}, spec: { containers } = {} } = withChange(template, change);
  await client.patch(
    rollouts,
    name,
    { merge: { ...recordPatch(options), spec: { template: { metadata: { annotations }, spec: { containers } } } } },
    { fieldManager: FIELD_MANAGER },
  );
}

/** The pods are made anew as they are whenever this time moves: with the record in the same write, once for a change. */
export async function restartRollout(client: Client, options: Roll, { restartAt }: Restart): Promise<void> {
  await client.patch(
    rollouts,
    nameOf(options.workload),
    { merge: { ...recordPatch(options), spec: { restartAt } } },
    { fieldManager: FIELD_MANAGER },
  );
}
