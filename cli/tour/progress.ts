import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRecord } from '../../ground/json/json.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { CommandFailure } from '../run-command.ts';

/** How far somebody has come with a chapter. */
export interface ChapterProgress {
  /** Shown to its end. */
  readonly read: boolean;
  /** The words of what was seen in the cluster. */
  readonly seen: readonly string[];
  /** What there was when the chapter was begun, by its query: uids. */
  readonly before: Readonly<Record<string, readonly string[]>>;
  /** The uid of the kingdom at that time: in another realm all of that is over. */
  readonly kingdom: string;
}

export type TourProgress = ReadonlyMap<string, ChapterProgress>;

/** XDG's place for what a program remembers. */
export const progressFile = ({ XDG_STATE_HOME: state, HOME: home }: Readonly<Record<string, string | undefined>>): string =>
  join(state !== undefined && state !== '' ? state : join(home ?? homedir(), '.local', 'state'), 'civ8s', 'tour.json');

/** Nothing yet, where there is no file, or one that is not ours. */
export function readProgress(file: string): TourProgress {
  let held: unknown;
  try {
    held = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return new Map();
  }
  if (!isRecord(held)) return new Map();
  return new Map(Object.entries(held).flatMap(([name, value]) => (isRecord(value) ? [[name, progressOf(value)] as const] : [])));
}

const progressOf = ({ read, seen, before, kingdom }: Readonly<Record<string, unknown>>): ChapterProgress => ({
  read: read === true,
  seen: textsOf(seen),
  before: Object.fromEntries(Object.entries(isRecord(before) ? before : {}).map(([query, uids]) => [query, textsOf(uids)])),
  kingdom: typeof kingdom === 'string' ? kingdom : '',
});

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

export function writeProgress(file: string, progress: TourProgress): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(progress), undefined, 2)}\n`);
  } catch (cause) {
    throw new CommandFailure(`cannot note in ${file} what was seen: ${messageOf(cause)}: XDG_STATE_HOME names another folder`, { cause });
  }
}

export function forgetProgress(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (cause) {
    throw new CommandFailure(`cannot remove ${file}: ${messageOf(cause)}`, { cause });
  }
}
