/** Where a server was to listen, and what its user may change about it. */
export interface ListenPlace {
  readonly port: number;
  /** Absent: all addresses. */
  readonly host?: string | undefined;
  /** What to do about the port, and what about the address. */
  readonly remedy: { readonly port: string; readonly host: string };
}

const PORT_PROBLEMS: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'something else does already'],
  ['EACCES', 'it is not allowed'],
  ['EPERM', 'it is not allowed'],
]);
const HOST_PROBLEMS: ReadonlyMap<string, string> = new Map([
  ['EADDRNOTAVAIL', 'it is not an address of this machine'],
  ['EAFNOSUPPORT', 'this machine has no addresses of its kind'],
  ['EINVAL', 'it is not an address to listen on'],
  ['ENOTFOUND', 'no address is known for it'],
  ['EAI_AGAIN', 'no address is known for it'],
]);

const LISTENING: ReadonlySet<unknown> = new Set(['listen', 'bind', 'getaddrinfo']);

/** Why a server could not listen, in a sentence that says what to do; undefined where something else went wrong. */
export function listenProblem(error: unknown, { port, host, remedy }: ListenPlace): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return undefined;
  // A file that may not be removed has the same code, and nothing to do with a port.
  if ('syscall' in error && !LISTENING.has(error.syscall)) return undefined;
  const portProblem = PORT_PROBLEMS.get(error.code);
  if (portProblem !== undefined) return `cannot listen on port ${port}: ${portProblem}: ${remedy.port}`;
  const hostProblem = HOST_PROBLEMS.get(error.code);
  return hostProblem === undefined ? undefined : `cannot listen on ${host ?? 'all addresses'}: ${hostProblem}: ${remedy.host}`;
}
