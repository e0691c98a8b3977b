const QUERY = /file:\/\/(\/[^?\s]*)\?suite=\d+/g;
const OURS = /\n[^\n]*\/test\/native\/(?:runtime|suite-modules)\.ts[^\n]*/g;

/** Where an error comes from, as jest and editors read it: without the suite that a file was evaluated for, and what evaluated it. */
export const readable = (stack: string): string => stack.replaceAll(OURS, '').replaceAll(QUERY, '$1');

/** Makes all errors of a process that arise from now on say so. */
export function makeStackTracesReadable(): void {
  const format = Error.prepareStackTrace;
  if (format === undefined) return;
  Error.prepareStackTrace = (error, sites) => {
    const stack: unknown = format(error, sites);
    return typeof stack === 'string' ? readable(stack) : stack;
  };
}
