export type ControllerLogLine = Readonly<Record<string, unknown>> & { readonly message: string };

/** What a controller has logged so far, and what it is yet to log. */
export interface ControllerLogs {
  readonly logs: readonly ControllerLogLine[];
  /** Resolves with the first line of that message, now or within a minute. */
  logged(message: string): Promise<ControllerLogLine>;
  /** A probe's status and text. */
  get(path: string): Promise<readonly [number, string]>;
}

export interface ReadControllerLogs extends ControllerLogs {
  take(text: string): void;
  /** Nothing more comes: what is waited for will not be. */
  end(): void;
}

export function readControllerLogs(): ReadControllerLogs {
  const logs: ControllerLogLine[] = [];
  const waiting = new Set<{ readonly message: string; resolve(line: ControllerLogLine): void; reject(error: Error): void }>();
  const logged = (message: string): Promise<ControllerLogLine> => {
    const known = logs.find((line) => line.message === message);
    if (known !== undefined) return Promise.resolve(known);
    const { promise, resolve, reject } = Promise.withResolvers<ControllerLogLine>();
    const late = setTimeout(
      () => reject(new Error(`the controller has not logged "${message}" within a minute; it logged ${JSON.stringify(logs.slice(-8))}`)),
      60_000,
    );
    waiting.add({ message, resolve, reject });
    return promise.finally(() => clearTimeout(late));
  };
  return {
    logs,
    logged,
    async get(path) {
      const { port } = await logged('probes and metrics are served');
      const response = await fetch(`http://127.0.0.1:${String(port)}${path}`);
      return [response.status, await response.text()];
    },
    take(text) {
      const line = JSON.parse(text) as ControllerLogLine;
      logs.push(line);
      for (const waiter of waiting) {
        if (waiter.message !== line.message) continue;
        waiting.delete(waiter);
        waiter.resolve(line);
      }
    },
    end() {
      for (const { message, reject } of waiting)
        reject(new Error(`the controller ended before it logged "${message}"; it logged ${JSON.stringify(logs.slice(-5))}`));
    },
  };
}
