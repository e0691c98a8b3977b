/**
 * `civ8s/runtime`: what turns a reconcile into a controller: stores, a queue,
 * read-your-writes, leader election, probes, metrics, a graceful stop.
 */
export type {
  Controller,
  ControllerSurroundings,
  Duty,
  EventSubject,
  EventText,
  FollowOptions,
  Parts,
  Reconcile,
  ReconcileContext,
} from '../controllers/runtime/definition.ts';
export { keyed, type KeyFormat } from '../controllers/runtime/keyed.ts';
export {
  choice,
  count,
  duration,
  key,
  list,
  namespaces,
  selector,
  text,
  toggle,
  withDefault,
} from '../controllers/runtime/flags/flag-values.ts';
export { UsageError, type Flag, type FlagTable, type Settings } from '../controllers/runtime/flags/flags.ts';
export { runtimeFlags } from '../controllers/runtime/flags/runtime-flags.ts';
export type { OwnerTurn, Owns, OwnsOptions } from '../controllers/runtime/owning/owning.ts';
export type { ConditionWish, StatusWish } from '../controllers/runtime/owning/status-wish.ts';
export { eventRights } from '../controllers/runtime/rights/event-rights.ts';
export type { NeededRight } from '../controllers/runtime/rights/needed-right.ts';
export { rightsOf, type RightsPlace } from '../controllers/runtime/rights/rights-of.ts';
export { roleManifests, type GrantedTo } from '../controllers/runtime/rights/role-manifests.ts';
export type { RightsRule, RightsRules } from '../controllers/runtime/rights/rules.ts';
export type { Log } from '../controllers/runtime/tell/log.ts';
export type { Outcome } from '../controllers/runtime/queue/outcome.ts';
export {
  on,
  problem,
  type DeclaredWebhook,
  type FieldProblem,
  type LabelSelection,
  type WebhookOperation,
  type WebhookQuestion,
  type Webhooks,
  type WebhookSettings,
  type WebhookVerdict,
} from '../webhooks/declared.ts';
export { between, type DeclaredConversion, type Unversioned, type VersionSteps } from '../webhooks/conversions.ts';
export type { SpanAttributes, Trace } from '../controllers/runtime/why/trace.ts';
export { main, type ProgramName } from '../controllers/runtime/main-program.ts';
export { start, type Invocation } from '../controllers/runtime/start.ts';
