import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { Client } from '../../../kube/client/client.ts';
import { keyOf, nameOf, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import { digestOf } from './digest.ts';
import { mergeDifference, wishedStatus } from './status-wish.ts';

type WithStatus = KubeObject & { readonly status?: unknown };

/** What was written for an object, and what the server made of it. */
interface WrittenStatus {
  readonly uid: string | undefined;
  readonly wish: string;
  readonly answer: string;
}

/** Writes statuses, where they differ. */
export interface StatusWriter {
  write(client: Client, owner: WithStatus, wish: object): Promise<void>;
  forget(key: string): void;
}

export function createStatusWriter(resource: Resource<WithStatus>, wall: () => number): StatusWriter {
  const written = new Map<string, WrittenStatus>();
  return {
    async write(client, owner, wish) {
      const { uid, resourceVersion, generation } = owner.metadata ?? {};
      const wished = digestOf([wish, generation]);
      const last = written.get(keyOf(owner));
      // The server may have pruned or filled in what was sent: that it has not done all of it is no reason to send it again.
      if (last?.uid === uid && last?.wish === wished && last.answer === digestOf(owner.status)) return;
      const status = mergeDifference(owner.status ?? {}, wishedStatus(owner, wish, timestamp(wall())));
      if (status === undefined) return;
      const merge = { metadata: { uid, resourceVersion }, status };
      const answer = await client.patch(resource, nameOf(owner), { merge }, { subresource: 'status' });
      written.set(keyOf(owner), { uid, wish: wished, answer: digestOf(answer.status) });
    },
    forget: (key) => void written.delete(key),
  };
}
