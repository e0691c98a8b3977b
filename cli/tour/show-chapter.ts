import { setTimeout as pause } from 'node:timers/promises';
import { printable } from '../../ground/text/printable.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { GuardedInvocation } from '../output.ts';
import { coloursOf } from '../terminal/colours.ts';
import { CLEAR_LINE } from '../terminal/painter.ts';
import type { Chapter, ChapterPage } from './chapter.ts';
import { bold, pageLines, type Layout } from './layout.ts';
import type { TourSight } from './sight.ts';
import { sightsOf, type SightAnswer, type Witness } from './witness.ts';

const LOOK_EVERY_MS = 1_000;
const PROMPT = 'Enter: go on, q: stop ';
/** Escape, Ctrl-C and Ctrl-D too. */
const STOPS = new Set(['q', 'Q', '\u001B', '\u0003', '\u0004']);

/** Page by page where somebody types, and all of it elsewhere. Answers whether it came to the end. */
export async function showChapter(
  invocation: GuardedInvocation,
  chapter: Chapter,
  witness: Witness | undefined,
  stop: AbortSignal,
): Promise<boolean> {
  const { stdout } = invocation;
  const layout = { columns: stdout.columns ?? 80, colours: coloursOf(invocation) };
  const onTerminal = stdout.isTTY === true;
  const pages = onTerminal ? chapter.pages.flatMap(withAnswersLast) : chapter.pages;
  const keys = onTerminal ? invocation.keys(stop)[Symbol.asyncIterator]() : undefined;
  try {
    write(invocation, [bold(`${chapter.number}. ${chapter.title}`, layout)]);
    for (const page of pages) {
      write(invocation, pageLines(page, layout));
      const look = lookAround(invocation, page, witness, layout, stop);
      await look('all');
      if (keys !== undefined && page !== pages.at(-1) && (await keyAfter(invocation, keys, look)) === 'stop') return false;
      if (stop.aborted) return false;
    }
    return true;
  } finally {
    await keys?.return?.();
  }
}

/** Who is asked wants to think first. */
function withAnswersLast({ title, parts }: ChapterPage): readonly ChapterPage[] {
  const asked = parts.filter((part) => part.is === 'question');
  if (asked.length === 0) return [{ title, parts }];
  const questions = asked.map(({ question }) => ({ is: 'text' as const, text: question }));
  return [
    { title, parts: [...parts.filter((part) => part.is !== 'question'), ...questions] },
    { title: '', parts: asked },
  ];
}

type Look = (which: 'all' | 'changed') => Promise<void>;

/** Tells of the sights of a page: all of them, and then each that can be seen since. */
function lookAround(
  { stdout, ...invocation }: GuardedInvocation,
  page: ChapterPage,
  witness: Witness | undefined,
  layout: Layout,
  stop: AbortSignal,
): Look {
  const sights = sightsOf([page]);
  const missing = new Set<string>();
  return async (which) => {
    if (witness === undefined || sights.length === 0 || (which === 'changed' && missing.size === 0)) return;
    const answers = await answersOf(witness, sights, stop);
    if (typeof answers === 'string') {
      if (which === 'all') invocation.stderr.write(`civ tour: cannot tell what is to be seen: ${answers}\n`);
      return;
    }
    const told = answers.filter(({ sight, instead }) => which === 'all' || (instead === undefined && missing.has(sight.words)));
    missing.clear();
    for (const { sight, instead } of answers) if (instead !== undefined) missing.add(sight.words);
    const lines = told.map((answer) => answerLine(answer, layout));
    if (which === 'all') write({ stdout }, ['', ...lines]);
    else for (const line of lines) stdout.exact(`${CLEAR_LINE}${line}\n${PROMPT}`);
  };
}

const answerLine = ({ sight, instead }: SightAnswer, layout: Layout): string =>
  instead === undefined ? `  ${bold('seen:', layout)} ${sight.words}` : `  not yet: ${sight.words} (${printable(instead)})`;

/** A text says why nothing can be told: a realm may end while somebody reads. */
async function answersOf(witness: Witness, sights: readonly TourSight[], stop: AbortSignal): Promise<readonly SightAnswer[] | string> {
  try {
    return await witness.look(sights, stop);
  } catch (cause) {
    if (stop.aborted) return [];
    if (!ApiError.is(cause)) throw cause;
    return cause.message;
  }
}

async function keyAfter({ stdout }: GuardedInvocation, keys: AsyncIterator<string>, look: Look): Promise<'on' | 'stop'> {
  stdout.exact(`\n${PROMPT}`);
  const typed = keys.next();
  for (;;) {
    const timer = new AbortController();
    const time = pause(LOOK_EVERY_MS, undefined, { signal: timer.signal }).then(
      () => undefined,
      () => undefined,
    );
    const key = await Promise.race([typed, time]);
    timer.abort();
    if (key !== undefined) {
      stdout.exact(CLEAR_LINE);
      return key.done !== true && STOPS.has(key.value) ? 'stop' : 'on';
    }
    await look('changed');
  }
}

const write = ({ stdout }: Pick<GuardedInvocation, 'stdout'>, lines: readonly string[]): void =>
  void stdout.exact(lines.map((line) => `${line}\n`).join(''));
