import type { Clock } from '../../../ground/time/clock.ts';
import type { Client } from '../../../kube/client/client.ts';
import { compareVersions } from '../../../kube/follow/version.ts';
import { metadataOf, resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { ChangeOutbox } from '../outbox/change-outbox.ts';

const RETRY_MS = 5_000;

/** Finds out from which version of a resource on nobody but this process can have published anything, and tells the outbox. */
export interface OwnVersions {
  /** This process leads until `term` aborts. */
  lead(term: AbortSignal): void;
  /** All that the resource had up to this version was taken. */
  reached(resource: Resource<KubeObject>, version: string): void;
}

export interface OwnVersionsOptions {
  readonly client: Pick<Client, 'listPages'>;
  readonly outbox: Pick<ChangeOutbox, 'ownFrom'>;
  /** Where it may be listed. Empty: everywhere. */
  readonly namespaces: readonly string[];
  readonly clock: Clock;
}

/** How new the resource was after this process had begun to lead; undefined while that is being asked. */
interface Question {
  newest: string | undefined;
  isTold: boolean;
}

/**
 * Whoever led before can have published no more than there was when this process began to lead. So what the server says then, and not
 * from a cache that lags behind, is new enough; and the follower has to have come as far, in order: what it lists is older than the list.
 */
export function createOwnVersions({ client, outbox, namespaces, clock }: OwnVersionsOptions): OwnVersions {
  let term = AbortSignal.abort();
  let questions = new Map<string, Question>();
  async function ask(resource: Resource<KubeObject>, question: Question, signal: AbortSignal): Promise<void> {
    const [namespace] = resource.namespaced ? namespaces : [];
    while (question.newest === undefined && !signal.aborted) {
      try {
        const pages = client.listPages(metadataOf(resource), { ...(namespace === undefined ? {} : { namespace }), limit: 1, signal });
        question.newest = (await pages.next()).value?.resourceVersion ?? '';
        await pages.return(undefined);
      } catch {
        await clock.pause(RETRY_MS, signal); // whoever follows it says why it cannot be read
      }
    }
  }
  return {
    lead(begun) {
      term = begun;
      questions = new Map();
    },
    reached(resource, version) {
      if (term.aborted) return;
      const title = resourceTitle(resource);
      const question = questions.get(title);
      if (question === undefined) {
        const asked = { newest: undefined, isTold: false };
        questions.set(title, asked);
        void ask(resource, asked, term);
      } else if (!question.isTold && question.newest !== undefined && (compareVersions(version, question.newest) ?? -1) >= 0) {
        question.isTold = true;
        outbox.ownFrom(resource, version);
      }
    },
  };
}
