/** How often a probe answers, how often it must, and what it made of that. */
export interface ProbeRules {
  readonly initialDelayMs: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

export interface ProbeState {
  readonly successes: number;
  readonly failures: number;
  readonly verdict: 'unknown' | 'success' | 'failure';
}

export const unprobed: ProbeState = { successes: 0, failures: 0, verdict: 'unknown' };

/** The verdict changes after so many equal answers in a row. */
export function probed(
  { verdict, successes, failures }: ProbeState,
  answered: boolean,
  { successThreshold, failureThreshold }: ProbeRules,
): ProbeState {
  if (answered) {
    const row = successes + 1;
    return { successes: row, failures: 0, verdict: row >= successThreshold ? 'success' : verdict };
  }
  const row = failures + 1;
  return { successes: 0, failures: row, verdict: row >= failureThreshold ? 'failure' : verdict };
}

export function rulesOf(probe: {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}): ProbeRules {
  return {
    initialDelayMs: (probe.initialDelaySeconds ?? 0) * 1_000,
    periodMs: (probe.periodSeconds ?? 10) * 1_000,
    timeoutMs: (probe.timeoutSeconds ?? 1) * 1_000,
    successThreshold: probe.successThreshold ?? 1,
    failureThreshold: probe.failureThreshold ?? 3,
  };
}
