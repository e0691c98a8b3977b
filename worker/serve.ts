import { readFile } from 'node:fs/promises';
import { abortOf } from '../ground/time/abort.ts';
import { listenProblem } from '../ground/text/listen-problem.ts';
import { parseDirections, type Direction } from '../model/directions.ts';
import { BooksError } from './books/books-error.ts';
import { openBooks, type Books } from './books/books.ts';
import { createWorkerLog } from './log.ts';
import { readSettings, type WorkerSettings } from './settings.ts';
import { openWorker } from './worker.ts';

/** As much of a process as the worker needs. */
export interface WorkerInvocation {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  stopSignal(): AbortSignal;
}

/** `civ serve <directions.json>`: one shop's worker, until it is told to stop. */
export async function serve(process: WorkerInvocation): Promise<number> {
  const { args, env, stdout, stderr } = process;
  const fail = (message: string): number => {
    stderr.write(`civ serve: ${message}\n`);
    return 1;
  };
  const stop = process.stopSignal();
  const [file, ...more] = args;
  if (file === undefined || more.length > 0)
    return fail(`takes one argument, the file of its directions, and was given ${args.length}: civ serve /config/directions.json`);
  const { settings, problems } = readSettings(env);
  if (problems.length > 0) return fail(problems.join('; '));
  const read = await readDirections(file);
  if (typeof read === 'string') return fail(read);
  let books: Books;
  try {
    books = openBooks({ folder: settings.booksFolder });
  } catch (error) {
    if (error instanceof BooksError) return fail(error.message);
    throw error;
  }
  try {
    return await run(read, books, settings, { env, stdout, stop });
  } catch (error) {
    books.close();
    const problem = listenProblem(error, { port: settings.port, host: settings.host, remedy: LISTEN_REMEDY });
    if (problem !== undefined) return fail(problem);
    throw error;
  }
}

const LISTEN_REMEDY = {
  port: 'end what uses it, or give another PORT',
  host: 'give an address of this machine as HOST, or leave it out to listen on all',
};

interface Around {
  readonly env: WorkerInvocation['env'];
  readonly stdout: WorkerInvocation['stdout'];
  readonly stop: AbortSignal;
}

async function run(
  directions: readonly Direction[],
  books: Books,
  settings: WorkerSettings,
  { env, stdout, stop }: Around,
): Promise<number> {
  const log = createWorkerLog(settings.logLevel, settings.podName, (line) => stdout.write(line));
  if (settings.booksFolder === undefined) log.warn('the books are kept in memory, and end with this process: set BOOKS to a folder');
  const worker = await openWorker({ directions, books, settings, env, log });
  await abortOf(stop);
  log.info({ signal: String(stop.reason) }, 'closing');
  await worker.close();
  return 0;
}

async function readDirections(file: string): Promise<readonly Direction[] | string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return `cannot read ${file} (${hasCode(error) ? error.code : String(error)}): give the file of the shop's directions`;
  }
  const parsed = parseDirections(text);
  return parsed.ok ? parsed.value : `${file} cannot be followed:\n${parsed.problems.map((problem) => `  ${problem}`).join('\n')}`;
}

const hasCode = (error: unknown): error is Error & { readonly code: string } =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
