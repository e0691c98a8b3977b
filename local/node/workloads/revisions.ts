import { isRecord } from '../../../ground/json/json.ts';
import type { ControllerRevision, Pod } from '../../../kube/objects/built-in.ts';
import type { Client } from '../../../kube/client/client.ts';
import { controllerRevisions } from '../../../kube/objects/built-in.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { nameOf } from '../../../kube/objects/resource.ts';
import { ownerReference, type ControllerOwner } from '../owner-reference.ts';
import { templateHash } from './template-hash.ts';

export type RevisedTemplate = Pick<Pod, 'metadata' | 'spec'>;

export type RevisionStep =
  | { readonly do: 'record'; readonly revision: ControllerRevision }
  /** It is the newest again. */
  | { readonly do: 'raise'; readonly revision: ControllerRevision; readonly number: number }
  | { readonly do: 'forget'; readonly revision: ControllerRevision };

export interface Revisions {
  /** Of the template as it is now. */
  readonly hash: string;
  readonly name: string;
  readonly steps: readonly RevisionStep[];
}

interface Revised {
  readonly owner: ControllerOwner;
  readonly template: RevisedTemplate;
  readonly labels: Readonly<Record<string, string>>;
  /** The label under which a revision has its hash. */
  readonly hashLabel: string;
  readonly historyLimit: number;
}

const newest = (revisions: readonly ControllerRevision[]): number => Math.max(0, ...revisions.map(({ revision }) => revision));

/** Each template that there has been is kept as a revision, for `kubectl rollout undo`; `used` are those that pods still have. */
export function reviseTemplate(
  { owner, template, labels, hashLabel, historyLimit }: Revised,
  all: readonly ControllerRevision[],
  used: ReadonlySet<string>,
): Revisions {
  const hash = templateHash(template);
  const name = `${owner.object.metadata?.name ?? ''}-${hash}`;
  const own = all.find((revision) => revision.metadata?.name === name);
  const others = all.filter((revision) => revision !== own);
  const recorded: RevisionStep[] =
    own === undefined
      ? [{ do: 'record', revision: revisionOf(owner, name, template, { ...labels, [hashLabel]: hash }, newest(all) + 1) }]
      : own.revision <= newest(others)
        ? [{ do: 'raise', revision: own, number: newest(others) + 1 }]
        : [];
  const idle = others.filter(({ metadata }) => !used.has(metadata?.name ?? '')).sort((a, b) => a.revision - b.revision);
  const forgotten = idle.slice(0, Math.max(0, idle.length - historyLimit)).map((revision): RevisionStep => ({ do: 'forget', revision }));
  return { hash, name, steps: [...recorded, ...forgotten] };
}

function revisionOf(
  owner: ControllerOwner,
  name: string,
  template: RevisedTemplate,
  labels: Readonly<Record<string, string>>,
  revision: number,
): ControllerRevision {
  const { annotations, namespace = '' } = owner.object.metadata ?? {};
  return {
    metadata: { name, namespace, labels, ...(annotations === undefined ? {} : { annotations }), ownerReferences: [ownerReference(owner)] },
    data: { spec: { template: { ...template, $patch: 'replace' } } },
    revision,
  };
}

/** The template that a revision has kept. */
export function templateIn({ data }: ControllerRevision): RevisedTemplate | undefined {
  const spec = isRecord(data) && isRecord(data['spec']) ? data['spec'] : {};
  if (!isRecord(spec['template'])) return undefined;
  const { $patch: _, ...template } = spec['template'];
  return template; // as it was recorded
}

export async function performRevision(client: Client, step: RevisionStep): Promise<void> {
  switch (step.do) {
    case 'record':
      try {
        await client.create(controllerRevisions, step.revision);
      } catch (error) {
        if (!ApiError.is(error, 'already-exists')) throw error;
      }
      return;
    case 'raise':
      return void (await client.patch(controllerRevisions, nameOf(step.revision), { merge: { revision: step.number } }));
    case 'forget':
      return client.delete(controllerRevisions, nameOf(step.revision));
  }
}
