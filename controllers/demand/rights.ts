import { configMaps, deployments, events, pods } from '../../kube/objects/built-in.ts';
import { LISTED_INSTEAD, type NeededRight } from '../runtime/rights/needed-right.ts';
import type { DemandSettings } from './flags.ts';

const READ = [
  { resource: deployments, without: 'no shop is known' },
  { resource: configMaps, without: 'nobody knows what shops make and buy, so none is scaled' },
  { resource: pods, without: 'nobody knows what outsiders ask' },
];

export function rightsOf({ namespaces, 'dry-run': onlyTells }: DemandSettings): readonly NeededRight[] {
  const reads = READ.flatMap(({ resource, without }): NeededRight[] => [
    { verbs: ['list'], resource, namespaces, without },
    { verbs: ['watch'], resource, namespaces, without: LISTED_INSTEAD, optional: true },
  ]);
  if (onlyTells) return reads;
  return [
    ...reads,
    { verbs: ['patch'], resource: deployments, subresource: 'scale', namespaces, without: 'no shop is scaled', vitalFor: 'to scale shops' },
    { verbs: ['create', 'patch'], resource: events, namespaces, without: 'no Events are written', optional: true },
  ];
}
