import { workerData, type MessagePort } from 'node:worker_threads';
import type { SurveyedRealm } from './realm-charts.ts';
import { partsOf, renderPart } from './realm-part.ts';
import type { RenderedFile } from './render-charts.ts';
import { sharedParts } from './shared-parts.ts';
import { yamlWriter } from './yaml.ts';

/** What a thread that renders is given. */
export interface RenderTask {
  readonly whole: SurveyedRealm;
  /** Of its parts. */
  readonly memory: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** What it answers for each part that it has taken. */
export interface RenderedPart {
  readonly part: number;
  readonly files: readonly RenderedFile[];
}

const { whole, memory, port } = workerData as RenderTask;
const parts = partsOf(whole.realm.kingdoms.length);
const shared = sharedParts(memory);
const write = yamlWriter();

for (const part of shared.take(parts)) {
  try {
    port.postMessage({ part: part.number, files: renderPart(whole, part.of, write) } satisfies RenderedPart);
  } finally {
    shared.settle(part.number); // one that failed, too: whoever waits for it renders it again, and so finds out why
  }
}
