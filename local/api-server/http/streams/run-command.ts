import { finished } from 'node:stream/promises';
import type { Readable, Writable } from 'node:stream';
import { isRecord } from '../../../../ground/json/json.ts';
import type { RemoteProcess } from '../../contracts/node-hooks.ts';
import type { CommandChannels } from './command-channels.ts';

/** Connects a process with its client until either ends, and tells the client how the process did. */
export async function runCommand(process: RemoteProcess, channels: CommandChannels): Promise<void> {
  channels.onGone(() => process.leave());
  if (channels.stdin && process.stdin) {
    channels.stdin.pipe(process.stdin);
    process.stdin.on('error', () => channels.stdin?.resume()); // it has closed its input, and whatever comes is for nobody
  } else channels.stdin?.resume();
  channels.resize?.on('data', (chunk: Buffer) => resize(process, chunk.toString('utf8')));
  const said = [copied(process.stdout, channels.stdout), copied(process.stderr, channels.stderr)];
  const status = await process.ended.then(statusOf, failureOf);
  await Promise.all(said);
  channels.error.end(JSON.stringify(status), () => channels.close());
}

/** All of it, no faster than the client takes it; where it wants none, it is read nevertheless. */
async function copied(from: Readable | undefined, to: Writable | undefined): Promise<void> {
  if (from === undefined) return void to?.end();
  if (to === undefined) return void from.resume();
  to.on('error', () => undefined); // the client is gone, and that is told elsewhere
  from.pipe(to);
  await finished(to, { readable: false }).catch(() => undefined);
}

function resize(process: RemoteProcess, text: string): void {
  for (const line of text.split('\n')) {
    const { Width: columns, Height: rows } = sizeIn(line);
    if (isSize(columns) && isSize(rows)) process.resize({ columns, rows });
  }
}

const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 65_535;

function sizeIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {}; // a size that cannot be read changes none
  }
}

const STATUS = { kind: 'Status', apiVersion: 'v1', metadata: {} };

const statusOf = (exitCode: number) =>
  exitCode === 0
    ? { ...STATUS, status: 'Success' }
    : {
        ...STATUS,
        status: 'Failure',
        message: `command terminated with non-zero exit code: exit status ${exitCode}`,
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
      };

const failureOf = (error: unknown) => ({
  ...STATUS,
  status: 'Failure',
  message: `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`,
  reason: 'InternalError',
  code: 500,
});
