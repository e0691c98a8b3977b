import type { Controller } from '../../controllers/runtime/definition.ts';
import { configMaps } from '../../kube/objects/built-in.ts';
import { keyOf } from '../../kube/objects/resource.ts';
import { startLab } from '../../lab/start-lab.ts';
import type { Fault } from '../../local/api-server/faults/faults.ts';

const hearing = (hear: (key: string) => void): Controller => ({
  name: 'hearing',
  summary: '',
  flags: {},
  setUp({ follow }) {
    const maps = follow(configMaps, { keys: ({ object }) => [keyOf(object)] });
    return async (key) => {
      if (maps.get(key) !== undefined) hear(key);
      return { afterMs: 60_000 };
    };
  },
});

// What left-open.test.ts runs: nobody stops this lab, and in the end nothing is under way but an event that was held back.
const heard = Promise.withResolvers<string>();
const told = Promise.withResolvers<Fault>();
const lab = await startLab();
await lab.run(hearing(heard.resolve));
await lab.quiet();
lab.faults.inject({ at: 'event', resource: 'configmaps', name: 'a' }, () => told.promise, { times: 1 });
await lab.put(configMaps, { metadata: { namespace: 'default', name: 'a' } });
told.resolve({ do: 'pass' });
process.stdout.write(`${await heard.promise}\n`);
