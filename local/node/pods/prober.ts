import type { Clock } from '../../../ground/time/clock.ts';
import { probe, type ProbeSpec, type ProbeTarget } from './probe.ts';
import { probed, rulesOf, unprobed, type ProbeState } from './probe-state.ts';

export interface ProberOptions {
  readonly spec: ProbeSpec;
  readonly target: ProbeTarget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called at each change of the verdict, and at each failure with what was wrong. */
  readonly onVerdict: (verdict: ProbeState['verdict']) => void;
  readonly onFailure: (why: string) => void;
}

/** Asks over and over, in the rhythm of the probe, until `signal` aborts. */
export async function keepProbing({ spec, target, clock, signal, onVerdict, onFailure }: ProberOptions): Promise<void> {
  const rules = rulesOf(spec);
  let state = unprobed;
  await clock.pause(rules.initialDelayMs, signal);
  while (!signal.aborted) {
    const result = await probe(spec, target, rules.timeoutMs);
    if (signal.aborted) return;
    const next = probed(state, result.answered, rules);
    const changed = next.verdict !== state.verdict;
    state = next;
    if (!result.answered) onFailure(result.why);
    if (changed) onVerdict(state.verdict);
    await clock.pause(rules.periodMs, signal);
  }
}
