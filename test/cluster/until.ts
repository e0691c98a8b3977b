import { until as untilAnswer } from '../until.ts';

/** On a cluster, where things take their time, and asking costs. */
export const until = <Answer>(what: string, seconds: number, ask: () => Promise<Answer>) =>
  untilAnswer(what, ask, { seconds, everyMs: 500 });
