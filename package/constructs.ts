/** `civ8s/constructs`: a realm as manifests, whole by `synth`, or in parts under any cdk8s App. */
export { CivSystem, SYSTEM_NAMESPACE, type CivSystemProps } from '../constructs/civ-system.ts';
export { Controller, leaseOf, type AccessRule, type ControllerProps } from '../constructs/controller.ts';
export { Kingdom, type KingdomProps, type KingdomSettings } from '../constructs/kingdom.ts';
export { LabelledDeployment, type LabelledDeploymentProps } from '../constructs/labelled-deployment.ts';
export { NetworkPolicy, type NetworkPolicySpec, type Peer, type Port, type Selector } from '../constructs/network-policy.ts';
export type { NetworkSettings } from '../constructs/network-settings.ts';
export type { ObjectMeta } from '../constructs/object-meta.ts';
export { OwnPodOnly } from '../constructs/own-pod-only.ts';
export { CONTROLLER_PORT, WORKER_PORT } from '../constructs/ports.ts';
export { realmCharts, type RealmSettings } from '../constructs/realm-charts.ts';
export { renderCharts, type RenderedFile } from '../constructs/render-charts.ts';
export { FolderError } from '../constructs/replace-folder.ts';
export { podSecurityLabels, restrictedContainer, restrictedPod } from '../constructs/restricted.ts';
export { Shop, type ShopProps } from '../constructs/shop.ts';
export { RealmMistakes, render, synth, type SynthSettings } from '../constructs/synth.ts';
export { routeKey, tradeRoutes, type TradeRoute } from '../constructs/trade-policy.ts';
export { TradeRoutes, type TradeRoutesProps } from '../constructs/trade-routes.ts';
export { WORKER_ACCOUNT, WorkerAccess } from '../constructs/worker-access.ts';
