import type { Controller } from '../../../controllers/runtime/definition.ts';
import { text } from '../../../controllers/runtime/flags/flag-values.ts';
import { main } from '../../../controllers/runtime/main-program.ts';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { keyOf, nameOfKey } from '../../../kube/objects/resource.ts';

/** A program of two controllers: each marks every ConfigMap that is labelled `marked`, once. `dawdling` never ends a look at one. */
const flags = { mark: text({ value: 'text', fallback: 'seen', help: 'what is written' }) };

const marking = (name: string): Controller<typeof flags> => ({
  name,
  summary: `writes ${name}`,
  flags,
  setUp({ follow, log }, { mark }) {
    const maps = follow(configMaps, { labelSelector: 'marked', keys: ({ object }) => [keyOf(object)] });
    return async (key, { client }) => {
      const map = maps.get(key);
      if (map?.metadata?.name === 'dawdling') await new Promise(() => {});
      if (map === undefined || map.data?.[name] !== undefined) return 'on-change';
      await client.patch(configMaps, nameOfKey(key), { merge: { data: { [name]: mark } } });
      log.info({ key }, 'marked');
      return 'on-change';
    };
  },
});

await main([marking('left'), marking('right')], { program: 'markers', version: '1.2.0' });
