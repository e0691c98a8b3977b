/** The keys of labels and annotations: what a cluster knows us by. They outlive a release (docs/compatibility.md). */

/** On every object of a realm: the realm's name. */
export const REALM_LABEL = 'civ8s.dev/realm';
/** On the namespace of a kingdom: the kingdom's name. */
export const KINGDOM_LABEL = 'civ8s.dev/kingdom';
/** On what belongs to a shop: the type that chose its construct. */
export const SHOP_TYPE_LABEL = 'civ8s.dev/shop-type';
/** The original chart's own two labels; with them a Deployment selects its pods, so they never change. */
export const TOWN_LABEL = 'town';
export const SHOP_LABEL = 'shop';

/** `goods.civ8s.dev/wood: "12"` on a pod: what its worker holds. */
export const GOODS_PREFIX = 'goods.civ8s.dev/';
/** `worker.civ8s.dev/…` on a pod: what else its worker says of itself. */
export const WORKER_PREFIX = 'worker.civ8s.dev/';
/** What the worker waits for, in words: `4 iron from ironworker`. */
export const WAITS_ANNOTATION = `${WORKER_PREFIX}waits`;
/** The own-pod-only policy refuses a longer value, so that no worker can fill the API server's store. */
export const SIGN_VALUE_LIMIT = 64;
/** Nor more keys than these, for the same reason; of a shop that makes more goods, the sign shows so many. */
export const SIGN_KEYS_LIMIT = 256;

/** On a workload: which content of each source its pods have, and which content the receiver of notices was told of. */
export const APPLIED_ANNOTATION = 'reload.civ8s.dev/applied';
export const NOTIFIED_ANNOTATION = 'reload.civ8s.dev/notified';
/** Reloader's own: on a Deployment, when its pause began; on a pod template, what it was reloaded from last. */
export const PAUSED_AT_ANNOTATION = 'deployment.reloader.stakater.com/paused-at';
export const LAST_RELOADED_FROM_ANNOTATION = 'reloader.stakater.com/last-reloaded-from';

/** On the Deployment of a shop whose number of workers is left to demand: `1-5`. */
export const REPLICAS_ANNOTATION = 'civ8s.dev/replicas';
/** The field manager of such a Deployment's `spec.replicas`, once they are left to demand. */
export const DEMAND_MANAGER = 'civ8s-demand';
/** On such a Deployment, by hand: `off` leaves its number of workers alone. */
export const SCALING_ANNOTATION = 'civ8s.dev/scaling';
/** What outsiders ask of a worker, in units a second: `wood 1.2, stone 0.4`. */
export const ASKED_ANNOTATION = `${WORKER_PREFIX}asked`;
/** Kubernetes' own: of the pods of a ReplicaSet, the one with the least goes first. */
export const DELETION_COST_ANNOTATION = 'controller.kubernetes.io/pod-deletion-cost';
/** On a pod of the embedded node: which port of the machine stands for which port of its containers, as JSON. */
export const PORTS_ANNOTATION = 'node.civ8s.dev/ports';
/** On the embedded node, by hand: its API server goes away for so long, `30s`. */
export const OUTAGE_ANNOTATION = 'node.civ8s.dev/outage';
