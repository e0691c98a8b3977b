import type { Aspect, RowName } from './rows.ts';
import type { Session } from './session.ts';

/** Something that a server must do, as a talk with it. */
export interface Case {
  readonly does: string;
  readonly row: RowName;
  readonly shows: Aspect;
  /** Why the embedded server's answer differs: listed in docs/embedded.md. */
  readonly differs?: string;
  readonly talk: (session: Session) => Promise<void>;
}

/** The makers of one row's cases. */
export const casesOf = (row: RowName, wholly?: string) => {
  const of =
    (shows: Aspect) =>
    (does: string, talk: Case['talk'], differs: string | undefined = wholly): Case => ({
      does,
      row,
      shows,
      talk,
      ...(differs === undefined ? {} : { differs }),
    });
  return { succeeds: of('success'), refuses: of('error'), tells: of('event') };
};
