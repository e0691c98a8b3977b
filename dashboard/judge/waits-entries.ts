/** Of a worker's `3 stone from stoneworker, 10 wood from woodworker` each input, without how many of it: that changes all the time. */
export const waitsEntries = (waits: string): readonly string[] =>
  waits === '' ? [] : waits.split(', ').map((entry) => entry.replace(/^\d+ /, ''));
