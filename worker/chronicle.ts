import type { DirectionInput } from '../model/directions.ts';
import type { RefusalCode } from './http/refusals.ts';

/** How a turn of a direction went. */
type TurnOutcome = 'made' | 'rested' | 'waits' | 'failed';

/** What a worker has to tell: to its log and to its metrics, which both read this one list. */
export type WorkerEvent =
  | { readonly is: 'sold'; readonly good: string; readonly sold: number; readonly buyer: string | null; readonly ms: number }
  /** By one who keeps no books, whether it was then sold or refused. */
  | { readonly is: 'asked'; readonly good: string; readonly units: number }
  | { readonly is: 'refused'; readonly code: RefusalCode; readonly error: string }
  | { readonly is: 'bought'; readonly good: string; readonly bought: number; readonly store: string; readonly key: string }
  | { readonly is: 'not-bought'; readonly good: string; readonly store: string; readonly why: string }
  | {
      readonly is: 'in-doubt';
      readonly good: string;
      readonly quantity: number;
      readonly store: string;
      readonly key: string;
      readonly reason: string;
    }
  | {
      readonly is: 'turn';
      readonly good: string;
      readonly outcome: TurnOutcome;
      readonly missing?: readonly DirectionInput[];
      readonly why?: string;
    }
  | { readonly is: 'signed'; readonly outcome: 'written' | 'refused' | 'unreached'; readonly why?: string }
  | { readonly is: 'failed'; readonly what: string; readonly error: unknown };

export type Announce = (happening: WorkerEvent) => void;
