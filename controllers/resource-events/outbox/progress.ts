/** Up to which version all that a resource had is settled. It takes as much memory as there are changes that are open. */
export interface Progress {
  /** A change that is not settled yet: what it answers is to be called when it is. */
  open(): () => void;
  /** All up to this version was opened, or needs no opening. */
  reached(version: string): void;
  /** Everything up to here is settled; undefined before the first such version. */
  readonly version: string | undefined;
}

/** An open change, and the version that was reached after it was opened, and before the next one. */
interface Link {
  before: Link | undefined;
  after: Link | undefined;
  reached: string | undefined;
}

export function createProgress(): Progress {
  const settled: Link = { before: undefined, after: undefined, reached: undefined };
  let last = settled;
  return {
    open() {
      const link: Link = { before: last, after: undefined, reached: undefined };
      last.after = link;
      last = link;
      return () => close(link);
    },
    reached(version) {
      last.reached = version;
    },
    get version() {
      return settled.reached;
    },
  };

  /** What was reached after a change that is settled was reached after the one before it. */
  function close(link: Link): void {
    const { before, after } = link;
    if (before === undefined) return; // closed already
    before.reached = link.reached ?? before.reached;
    before.after = after;
    if (after === undefined) last = before;
    else after.before = before;
    link.before = undefined;
  }
}
