import { PassThrough } from 'node:stream';
import type { RemoteProcess } from '../../api-server/contracts/node-hooks.ts';
import { startRemote } from './remote-process.ts';

/** How much of a container's output is held for whoever is attached to it: who reads more slowly is let go. */
const MAX_BYTES = 1024 * 1024;

/** Where a command runs that somebody gives beside a container's own. */
export interface CommandPlace {
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** What runs here for it. */
  readonly execLine: (command: readonly string[]) => readonly string[];
}

/** Those who came by `exec` and `attach` while a container runs: they go when it ends. */
export interface Visitors {
  /** What the container writes, for all who are attached. */
  hear(stream: 'stdout' | 'stderr', chunk: Uint8Array): void;
  exec(place: CommandPlace, command: readonly string[], terminal: boolean): RemoteProcess;
  /** From now until `ended`. */
  attach(ended: Promise<unknown>): RemoteProcess;
  leave(): void;
}

interface Listener {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
}

export function createVisitors(): Visitors {
  const listeners = new Set<Listener>();
  const commands = new Set<RemoteProcess>();
  const dismiss = (listener: Listener) => {
    listeners.delete(listener);
    listener.stdout.end();
    listener.stderr.end();
  };
  return {
    hear(stream, chunk) {
      for (const listener of listeners) {
        const into = listener[stream];
        into.write(chunk);
        if (into.writableLength + into.readableLength > MAX_BYTES) dismiss(listener);
      }
    },
    exec({ env: all, folder, execLine }, words, terminal) {
      const { CIV_LIFELINE: _, ...env } = all; // its input is for whoever is far away
      const command = startRemote({ line: execLine(words), env, folder, terminal });
      commands.add(command);
      const forget = () => commands.delete(command);
      void command.ended.then(forget, forget);
      return command;
    },
    attach(ended) {
      const listener = { stdout: new PassThrough(), stderr: new PassThrough() };
      listeners.add(listener);
      const over = ended.then(() => {
        dismiss(listener);
        return 0; // how the container did is in its status
      });
      return { ...listener, resize: () => undefined, ended: over, leave: () => dismiss(listener) };
    },
    leave() {
      for (const command of commands) command.leave();
    },
  };
}
