import { LeaseLost, type Term } from './election.ts';

/** Whether this process leads now, and so may write. */
export interface Leadership {
  /** Is a term going on? */
  leads(): boolean;
  /** Throws a LeaseLost where the lease is not certainly held. */
  assertHeld(): void;
  begin(term: Term): void;
  end(): void;
}

export function createLeadership(): Leadership {
  let term: Term | undefined;
  return {
    leads: () => term !== undefined,
    assertHeld() {
      if (term?.holds() !== true) throw new LeaseLost('nothing is written: this process does not lead');
    },
    begin: (begun) => void (term = begun),
    end: () => void (term = undefined),
  };
}
