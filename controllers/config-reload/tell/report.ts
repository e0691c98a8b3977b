import { describeError } from '../../runtime/tell/log.ts';
import type { Alert } from './alerts.ts';
import type { SourceChange } from '../decide/compare.ts';
import { KINDS } from '../seen/kinds.ts';
import { markerType } from '../seen/marker.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import { periodOf } from '../decide/pause.ts';
import { located } from '../seen/elsewhere.ts';
import { SOURCE_TYPES, typeAndName } from '../seen/source-type.ts';
import { waveProblem } from '../seen/wave.ts';
import type { Workload, WorkloadKind } from '../seen/workload.ts';

export interface Reload {
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly changes: readonly SourceChange[];
}

/** Reports to the log, to Kubernetes Events and to the receiver of alerts, in Reloader's words. */
export function createReloadReport(
  { recordEvent, log }: Pick<ReloadParts, 'recordEvent' | 'log'>,
  alert: Alert,
  { kind, workload, changes }: Reload,
) {
  const { namespace = '', name } = workload.metadata ?? {};
  const about = { resource: KINDS[kind], object: workload };
  const title = `${kind} ${namespace}/${name}`;
  return {
    done(): void {
      log.info({ workload: title, changes: changes.map(({ id, cause }) => `${id} ${cause}`) }, 'reloaded');
      for (const { id } of changes) {
        const source = located(id, namespace);
        recordEvent(about, {
          type: 'Normal',
          reason: 'Reloaded',
          message: `Changes detected in '${source.name}' of type '${markerType(source.type)}' in namespace '${source.namespace}', Updated '${name}' of type '${kind}' in namespace '${namespace}'`,
        });
        alert({ namespace, source: id, kind, name: name ?? '' });
      }
    },
    failed(error: unknown): void {
      const sources = changes
        .map(({ id }) => typeAndName(id))
        .map((source) => `'${source.name}' of type '${markerType(source.type)}'`)
        .join(', ');
      recordEvent(about, {
        type: 'Warning',
        reason: 'ReloadFail',
        message: `Failed to update '${name}' of type '${kind}' in namespace '${namespace}' due to ${sources}: ${describeError(error)}`,
      });
    },
    /** What its annotations ask for and cannot have. */
    warnings(): void {
      const { pause, wishes, wave } = workload.interest ?? {};
      const bad = SOURCE_TYPES.flatMap((type) => wishes?.[type].named.bad ?? []);
      const said = [
        ...(bad.length === 0 ? [] : [`no regular expressions, and left out: ${bad.join(', ')}`]),
        ...(pause?.period === undefined || kind === 'Deployment'
          ? []
          : [`only Deployments can be paused, so the pause period ${pause.period} has no effect`]),
        ...(pause?.period === undefined || periodOf(pause.period) !== undefined
          ? []
          : [`the pause period "${pause.period}" is not a duration such as 30s or 1h30m, and has no effect`]),
        ...[waveProblem(wave) ?? []].flat(),
      ];
      for (const message of said) {
        log.warn({ workload: title, problem: message }, 'annotation not understood');
        recordEvent(about, { type: 'Warning', reason: 'ReloadAnnotation', message });
      }
    },
  };
}
