import type { Clock } from '../../../ground/time/clock.ts';
import type { Pod } from '../../../kube/objects/built-in.ts';
import type { PodEvent } from './pod-event.ts';
import type { ProbeTarget } from './probe.ts';
import { keepProbing } from './prober.ts';

export interface ProbeVerdicts {
  readonly started: boolean;
  readonly ready: boolean;
}

/** A container as its probes see it. */
export interface Probed {
  readonly spec: NonNullable<Pod['spec']>['containers'][number];
  readonly target: ProbeTarget;
  readonly clock: Clock;
  readonly onEvent: (event: PodEvent) => void;
}

/** Its probes: the startup probe first, then the two others for as long as it runs. */
export function watchOver(
  { spec, target, clock, onEvent }: Probed,
  signal: AbortSignal,
  report: (verdicts: Partial<ProbeVerdicts>) => void,
  restart: () => void,
): void {
  const failed = (kind: string) => (why: string) =>
    onEvent({ type: 'Warning', reason: 'Unhealthy', message: `${kind} probe failed: ${why}` });
  const kill = (kind: string) => {
    onEvent({ type: 'Normal', reason: 'Killing', message: `Container ${spec.name} failed ${kind} probe, will be restarted` });
    restart();
  };
  const live = () => {
    report({ started: true, ...(spec.readinessProbe === undefined ? { ready: true } : {}) });
    if (spec.readinessProbe)
      void keepProbing({
        spec: spec.readinessProbe,
        target,
        clock,
        signal,
        onFailure: failed('Readiness'),
        onVerdict: (verdict) => report({ ready: verdict === 'success' }),
      });
    if (spec.livenessProbe)
      void keepProbing({
        spec: spec.livenessProbe,
        target,
        clock,
        signal,
        onFailure: failed('Liveness'),
        onVerdict: (verdict) => {
          if (verdict === 'failure') kill('liveness');
        },
      });
  };
  if (spec.startupProbe === undefined) return live();
  const startup = new AbortController();
  const both = AbortSignal.any([signal, startup.signal]);
  void keepProbing({
    spec: spec.startupProbe,
    target,
    clock,
    signal: both,
    onFailure: failed('Startup'),
    onVerdict: (verdict) => {
      startup.abort();
      if (verdict === 'success') live();
      else kill('startup');
    },
  });
}
