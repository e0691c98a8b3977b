import { ApiError } from '../../kube/errors/api-error.ts';
import type { Client } from '../../kube/client/client.ts';
import { createDiscovery } from '../../kube/client/discover.ts';
import { keyOf, nameOf, type KubeObject } from '../../kube/objects/resource.ts';
import { CommandFailure } from '../run-command.ts';

/** Server-side apply, one after another: a Namespace is there before what stands in it. */
export async function applyAll(client: Client, documents: readonly KubeObject[], signal: AbortSignal): Promise<void> {
  const discovery = createDiscovery(client);
  for (const document of documents) {
    try {
      const resource = await discovery.find(document.apiVersion ?? '', document.kind ?? '');
      await client.patch(resource, nameOf(document), { apply: document, force: true }, { fieldManager: 'civ', signal });
    } catch (cause) {
      if (signal.aborted) return;
      if (!ApiError.is(cause)) throw cause;
      throw new CommandFailure(`cannot apply ${document.kind ?? ''} ${keyOf(document)}: ${cause.message}`, { cause });
    }
  }
}
