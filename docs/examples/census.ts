import { namespaces, pods } from '../../kube/objects/built-in.ts';
import { metadataOf } from '../../kube/objects/resource.ts';
import type { Controller } from '../../controllers/runtime/definition.ts';
import { text } from '../../controllers/runtime/flags/flag-values.ts';

const flags = {
  annotation: text({ value: 'key', env: ['CENSUS_ANNOTATION'], fallback: 'census.example.com/pods', help: 'where the number is written' }),
};

/** Keeps the number of its running pods on each kingdom's Namespace. */
export const census: Controller<typeof flags> = {
  name: 'census',
  summary: 'counts the running pods of each kingdom',
  flags,
  rights: () => [{ verbs: ['patch'], resource: namespaces, without: 'no number is written' }],
  setUp({ follow, log }, { annotation }) {
    const kingdoms = follow(metadataOf(namespaces), {
      labelSelector: 'civ8s.dev/kingdom',
      keys: ({ object }) => [object.metadata?.name ?? ''],
    });
    const people = follow(pods, {
      transform: ({ metadata, status }) => ({
        metadata: { name: metadata?.name, namespace: metadata?.namespace, uid: metadata?.uid, resourceVersion: metadata?.resourceVersion },
        status: { phase: status?.phase },
      }),
      indexes: { namespace: ({ metadata }) => [metadata?.namespace ?? ''] },
      keys: ({ object }) => [object.metadata?.namespace ?? ''],
    });

    return async (name, { client }) => {
      const kingdom = kingdoms.get(name);
      if (kingdom === undefined || kingdom.metadata?.deletionTimestamp !== undefined) return 'on-change';
      const count = people.by('namespace', name).filter(({ status }) => status?.phase === 'Running').length;
      if (kingdom.metadata?.annotations?.[annotation] === String(count)) return 'on-change';
      await client.patch(
        metadataOf(namespaces),
        { name },
        { merge: { metadata: { uid: kingdom.metadata?.uid, annotations: { [annotation]: String(count) } } } },
      );
      log.info({ kingdom: name, pods: count }, 'counted');
      return 'on-change';
    };
  },
};
