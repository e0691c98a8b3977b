import { waitMs, type BackOff } from '../../../ground/time/back-off.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Log } from '../tell/log.ts';
import type { AccessReviews } from './access-reviews.ts';
import { missingRules } from './rules.ts';
import { hopelessPurposes, lackInWords, type LackingRight, type NeededRight } from './needed-right.ts';

/** Whether a controller may do what it is there for. */
export interface RightsCheck {
  /** Asks, says what is lacking, and asks again until nothing is; ends with the signal at the latest. */
  run(signal: AbortSignal, onGranted: () => void): Promise<void>;
  /** What is lacking, a sentence each, but for what it does without. */
  problems(): readonly string[];
  /** What has made the controller useless for so long that it should show on the pod. */
  hopeless(): readonly string[];
}

export interface RightsCheckOptions {
  readonly rights: readonly NeededRight[];
  readonly reviews: AccessReviews;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

const ASKED_AGAIN: BackOff = { firstMs: 5_000, longestMs: 60_000, spread: [0.9, 1.1] };
/** Rights are often granted a moment after the pod was made. */
const HOPELESS_MS = 300_000;

export function createRightsCheck({ rights, reviews, clock, random, log }: RightsCheckOptions): RightsCheck {
  let lacking: readonly LackingRight[] = [];
  let hopelessSince: number | undefined;

  function learn(now: readonly LackingRight[], onGranted: () => void): void {
    const before = lacking;
    lacking = now;
    hopelessSince = hopelessPurposes(rights, now).length === 0 ? undefined : (hopelessSince ?? clock.now());
    if (inWords(now) === inWords(before)) return;
    const fields = { lacking: now.map(lackInWords), ...missingRules(now) };
    if (now.length === 0) log.info({}, 'all rights are granted now');
    else if (now.every(({ right }) => right.optional))
      log.info(fields, 'it does without some rights: to have what they are for, add these rules');
    else log.warn(fields, 'rights are lacking: add these rules to the ClusterRole or Role of this account; no restart is needed');
    if (before.length > 0) onGranted();
  }

  return {
    async run(signal, onGranted) {
      let open = rights;
      for (let tries = 1; open.length > 0 && !signal.aborted; tries++) {
        try {
          learn(await reviews.lacking(open, signal), onGranted);
          open = rights.filter((right) => lacking.some((lack) => lack.right === right));
        } catch (error) {
          if (signal.aborted) return;
          if (isUnanswerable(error))
            return log.info({ error }, 'the cluster does not say which rights this account has: what it refuses is told when it does');
          log.debug({ error }, 'cannot ask for the rights of this account');
        }
        if (open.length > 0) await clock.pause(waitMs(ASKED_AGAIN, tries, random), signal);
      }
    },
    problems: () => lacking.filter(({ right }) => right.optional !== true).map((lack) => `not granted: ${lackInWords(lack)}`),
    hopeless() {
      if (hopelessSince === undefined || clock.now() - hopelessSince < HOPELESS_MS) return [];
      return hopelessPurposes(rights, lacking).map(
        (purpose) => `nothing can be done, as no right is granted ${purpose}; the log has the rules to add`,
      );
    },
  };
}

const inWords = (lacking: readonly LackingRight[]): string => lacking.map(lackInWords).join('\n');

/** Reviews may be refused, or not be there at all. What else goes wrong passes. */
const isUnanswerable = (error: unknown): boolean =>
  ApiError.is(error, 'forbidden', 'not-found', 'unsupported', 'bad-request', 'invalid', 'malformed');
