import { stackOf } from '../../ground/text/stack-of.ts';
import { DeadlineExceeded } from '../../ground/time/within.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import { LeaseLost } from './election/election.ts';

/** An error that the code of a controller made, and that trying again hardly mends: where it was, for who has to mend it. */
export interface Defect {
  /** The first frame that is not of a package or of Node: `setUp (/app/website.ts:12:7)`. */
  readonly at?: string;
  readonly stack?: string;
}

/** What the cluster refuses, what takes too long, and a Lease that is lost are no defects. */
export function defectOf(error: unknown): Defect | undefined {
  const known = ApiError.is(error) || error instanceof DeadlineExceeded || error instanceof LeaseLost;
  if (known || isAbort(error)) return undefined;
  const stack = stackOf(error);
  if (stack === undefined) return {};
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const own = frames.find((frame) => !/[/\\]node_modules[/\\]|\bnode:/.test(frame));
  return { at: own?.trim().replace(/^at (?:async )?/, ''), stack };
}

const isAbort = (error: unknown): boolean => (Object(error) as { readonly name?: unknown }).name === 'AbortError';
