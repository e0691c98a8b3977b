import { configMaps, namespaces } from '../../kube/objects/built-in.ts';
import { resource } from '../../kube/objects/resource.ts';
import type { NeededRight } from '../runtime/rights/needed-right.ts';
import { formatOf } from './format.ts';
import { namespacesOf, objectName, type EventSettings } from './flags.ts';

/** What it needs with these settings: to read what is followed, and to keep its checkpoint. */
export function publisherRights(settings: EventSettings, own: string): readonly NeededRight[] {
  const only = namespacesOf(settings);
  const name = objectName(settings);
  const checkpoint = { resource: configMaps, namespaces: [own], optional: true };
  const without = 'every restart publishes again all that is there';
  const namesCluster = formatOf(settings) === 'cloudevents' && settings['cluster-id'] === '';
  return [
    ...includedWords(settings).map(({ plural, group }): NeededRight => ({
      verbs: ['list', 'watch'],
      resource: resource(group, '*', plural, plural),
      namespaces: only,
      without: 'its changes are not published',
      optional: true,
    })),
    { ...checkpoint, verbs: ['get', 'list', 'watch', 'patch'], name, without },
    { ...checkpoint, verbs: ['create'], without },
    ...(namesCluster
      ? [
          {
            verbs: ['get'],
            resource: namespaces,
            name: 'kube-system',
            without: 'sources of events do not tell this cluster from others',
            optional: true,
          },
        ]
      : []),
    ...(settings['namespace-selector'].length === 0
      ? []
      : [{ verbs: ['list', 'watch'], resource: namespaces, without: 'no namespace counts as selected' }]),
  ];
}

/** What RBAC can say of an include: a whole name, all of a group, or all. */
function includedWords({ include }: EventSettings): readonly { readonly plural: string; readonly group: string }[] {
  if (include.length === 0) return [{ plural: '*', group: '*' }];
  return include.map((word) => {
    if (word === '*') return { plural: '*', group: '*' };
    const dot = word.indexOf('.');
    const [plural, group] = dot < 0 ? [word, ''] : [word.slice(0, dot), word.slice(dot + 1)];
    return { plural: plural.includes('*') ? '*' : plural, group: group.includes('*') ? '*' : group };
  });
}
