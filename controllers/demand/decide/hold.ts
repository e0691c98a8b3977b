import { SCALING_ANNOTATION } from '../../../model/keys.ts';
import { isOurs, type ReplicasOwner } from '../seen/replicas-owner.ts';
import type { SeenShop } from '../seen/shop.ts';

/** Somebody else sets the number of workers: it is left alone. */
export interface NumberHold {
  readonly owner: ReplicasOwner;
  /** The number that it was set to when that was seen. */
  readonly number: number;
}

/** What was seen at the last look. */
export interface ShopSight extends Pick<SeenShop, 'replicas' | 'rangeText' | 'scalingText'> {
  readonly hold: NumberHold | undefined;
}

/** What we write has our name; of who has written what has none, nothing is known. */
const SOMEBODY: ReplicasOwner = { manager: '', by: 'update' };

/**
 * Is the number of workers somebody else's? Whoever applies it will put it back. Whoever else changes it under our eyes, or has
 * scaled it last before we came, means it; that ends when the annotation `civ8s.dev/scaling` is changed. What came with a new
 * range, or after a stop by `replicas: 0`, is where demand goes on from.
 */
export function holdOf(shop: SeenShop, before: ShopSight | undefined): NumberHold | undefined {
  const { owner = SOMEBODY, replicas, scalingText, rangeText } = shop;
  if (isOurs(owner)) return undefined;
  const hold = { owner, number: replicas };
  if (owner.by === 'apply') return before?.hold?.owner.by === 'apply' ? before.hold : hold;
  if (before === undefined) return owner.by === 'scale' && scalingText?.trim() !== 'on' ? hold : undefined;
  if (scalingText !== before.scalingText || before.replicas === 0) return undefined;
  if (before.hold !== undefined) return before.hold.owner.by === 'apply' ? undefined : before.hold;
  return replicas !== before.replicas && rangeText === before.rangeText ? hold : undefined;
}

/** The name by which Kubernetes' own controllers write; of these only the autoscaler scales. */
const AUTOSCALER = 'kube-controller-manager';

export function holdMessage({ owner: { manager, by }, number }: NumberHold): string {
  if (by === 'apply')
    return `${manager} applies a manifest that sets spec.replicas: the number of workers is left alone. Leave spec.replicas out of it.`;
  const back = `To hand it back to demand, change the annotation ${SCALING_ANNOTATION}: set it to on.`;
  if (manager === AUTOSCALER)
    return `a HorizontalPodAutoscaler sets the number of workers: it is left alone. Delete the autoscaler first. ${back}`;
  return `${manager || 'somebody else'} has set the number of workers to ${number}: it is left alone from now on. ${back}`;
}
