// Loaded by each process of ours that a profiled bench starts, before anything else; its threads load it too. What the processor did
// is written when the process ends. Plain JavaScript: it must not be what loads the stripper of types.
const { writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { basename, join } = require('node:path');
const { isMainThread, threadId } = require('node:worker_threads');

const folder = process.env.CIV8S_PROFILE;
if (folder !== undefined) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  session.post('Profiler.start');
  process.once('exit', () => {
    const words = process.argv.slice(1).map((word) => basename(word));
    const name = words
      .join('-')
      .replace(/[^\w.-]+/g, '_')
      .slice(0, 60);
    const thread = isMainThread ? '' : `-thread-${threadId}`;
    // The answer comes before post() returns: the session is with this very thread.
    session.post('Profiler.stop', (error, { profile }) => {
      writeFileSync(join(folder, `${name}-${process.pid}${thread}.cpuprofile`), JSON.stringify(profile));
    });
  });
  // A process that would just be ended by the signal ends in order.
  if (isMainThread)
    process.on('SIGTERM', () => {
      if (process.listenerCount('SIGTERM') === 1) process.exit(143);
    });
}
