import { describe, expect, it } from '@jest/globals';
import type { Controller } from '../../../controllers/runtime/definition.ts';
import { keyed, type KeyFormat } from '../../../controllers/runtime/keyed.ts';
import type { FlagTable } from '../../../controllers/runtime/flags/flags.ts';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { atWork } from './controller-at-work.ts';
import { fakeCluster } from './fake-cluster.ts';

interface Colour {
  readonly hue: string;
}
const format: KeyFormat<Colour> = {
  text: ({ hue }) => `hue ${hue}`,
  parse: (text) => (text === 'hue unread' ? undefined : { hue: text.slice('hue '.length) }),
};
/** Looks at the names of ConfigMaps, at `always`, and once at what it wakes itself. */
function colours() {
  const seen: Colour[] = [];
  const controller: Controller<FlagTable, Colour> = {
    name: 'colours',
    summary: 'looks at colours',
    flags: {},
    setUp({ follow, always, wake }) {
      follow(configMaps, { keys: ({ object }) => [{ hue: object.metadata?.name ?? '' }, { hue: object.metadata?.name ?? '' }] });
      always({ hue: 'always' });
      return async (key) => {
        seen.push(key);
        if (key.hue === 'red') wake({ hue: 'woken' });
        return 'on-change';
      };
    },
  };
  return { seen, controller: keyed(format, controller) };
}

describe('a controller whose keys are values', () => {
  it('gets each of its keys back as the value that it gave, once for the same text', async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, { metadata: { namespace: 'default', name: 'red' } });
    const { seen, controller } = colours();
    const { clock } = atWork(cluster, controller);
    await clock.advance(1_000);
    expect(seen.toSorted((one, other) => one.hue.localeCompare(other.hue))).toEqual([{ hue: 'always' }, { hue: 'red' }, { hue: 'woken' }]);
  });

  it('is logged by the text of its keys', async () => {
    const cluster = fakeCluster();
    const { controller } = colours();
    const { clock, logs } = atWork(cluster, controller);
    await clock.advance(1_000);
    cluster.put(configMaps, { metadata: { namespace: 'default', name: 'blue' } });
    await clock.advance(1_000);
    expect(logs.filter(({ message }) => message === 'key added').map(({ key }) => key)).toContain('hue blue');
  });

  it('fails for a text that it cannot read back, and says so', async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, { metadata: { namespace: 'default', name: 'unread' } });
    const { seen, controller } = colours();
    const { clock, logs } = atWork(cluster, controller);
    await clock.advance(3);
    expect(seen).toEqual([{ hue: 'always' }]);
    expect(JSON.stringify(logs.find(({ message }) => message === 'reconcile failed'))).toContain(
      'the key \\"hue unread\\" cannot be read back: parse has to read all that text writes',
    );
  });
});
