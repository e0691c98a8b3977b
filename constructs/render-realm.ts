import { getCompileCacheDir } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, extname } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { isPlainData } from './plain-data.ts';
import type { SurveyedRealm } from './realm-charts.ts';
import { partsOf, renderPart } from './realm-part.ts';
import type { RenderedFile } from './render-charts.ts';
import type { RenderedPart, RenderTask } from './render-thread.ts';
import { memoryForParts, sharedParts } from './shared-parts.ts';
import { yamlWriter } from './yaml.ts';

/** While a thread starts, half as many can be rendered. */
const MANY_KINGDOMS = 150;
const MOST_THREADS = 3;
/** A thread that is silent for so long over one part will not answer any more. */
const PATIENCE_MS = 30_000;

/** The manifests of a realm without mistakes: those of a large one by all processors, with the same bytes. */
export function renderRealm(whole: SurveyedRealm, threads = Math.min(availableParallelism() - 1, MOST_THREADS)): readonly RenderedFile[] {
  const { realm, settings } = whole;
  const count = realm.kingdoms.length;
  // What is not plain data, such as the construct of a shop type, does not come to another thread as it was.
  if (threads > 0 && count >= MANY_KINGDOMS && isPlainData(realm) && isPlainData(settings)) {
    try {
      return renderTogether(whole, threads);
    } catch {
      // Rendered in one piece, it tells of all that is wrong with it, and not with a part.
    }
  }
  return renderPart(whole, { from: 0, to: count });
}

/** Whoever has time takes the next part; this thread does first, for the others have to start. */
function renderTogether(whole: SurveyedRealm, threads: number): readonly RenderedFile[] {
  const parts = partsOf(whole.realm.kingdoms.length);
  const memory = memoryForParts(parts.length);
  const shared = sharedParts(memory);
  const started = Array.from({ length: threads }, () => startThread(whole, memory));
  try {
    const files = new Map<number, readonly RenderedFile[]>();
    const write = yamlWriter();
    for (const { number, of } of shared.take(parts)) files.set(number, renderPart(whole, of, write));
    return parts.flatMap((part, number) => {
      if (!files.has(number)) {
        shared.wait(number, PATIENCE_MS);
        for (const port of started) for (const answer of answersOn(port)) files.set(answer.part, answer.files);
      }
      return files.get(number) ?? renderPart(whole, part, write);
    });
  } finally {
    for (const port of started) port.close();
  }
}

/** It ends when there are no parts left. Answers where it tells what it has rendered. */
function startThread(whole: SurveyedRealm, memory: SharedArrayBuffer): MessagePort {
  const { port1: port, port2 } = new MessageChannel();
  const cache = getCompileCacheDir();
  const thread = new Worker(new URL(`render-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: { whole, memory, port: port2 } satisfies RenderTask,
    transferList: [port2],
    // A thread has no cache of compiled code unless its environment names one: the folder above the one that is in use.
    ...(cache === undefined ? {} : { env: { ...process.env, NODE_COMPILE_CACHE: dirname(cache) } }),
  });
  thread.unref();
  thread.on('error', () => {}); // what it has not rendered, this thread renders
  return port;
}

function* answersOn(port: MessagePort): Generator<RenderedPart> {
  for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) yield got.message as RenderedPart;
}
