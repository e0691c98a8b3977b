const QUERY = /file:\/\/(\/[^?\s]*)\?suite=[^:\s]+/g;
const OURS = /\n[^\n]*\/test\/native\/(?:runtime|suite-modules)\.ts[^\n]*/g;
/** Jest asks for a hundred, which every error of an aborted signal would collect. */
const DEPTH = 30;

/** A call, which names itself and its place; Node's types do not say so. */
interface Call {
  toString(): string;
}

/** Where an error comes from, as jest and editors read it: without the suite that a file was evaluated for, and what evaluated it. */
export const readable = (stack: string): string => stack.replaceAll(OURS, '').replaceAll(QUERY, '$1');

/** Makes all errors of a process that arise from now on say so. Jest's own formatter looks for source maps, which there are none of. */
export function makeStackTracesReadable(): void {
  Error.stackTraceLimit = DEPTH;
  Error.prepareStackTrace = (error, calls: readonly Call[]) =>
    readable([Error.prototype.toString.call(error), ...calls.map((call) => `    at ${call.toString()}`)].join('\n'));
}
