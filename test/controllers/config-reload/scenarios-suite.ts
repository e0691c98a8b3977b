import { expect, it } from '@jest/globals';
import { atServer, type ServedCluster } from './at-server.ts';
import { fromConfigMap } from './objects.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { KINDS, until } from './stage.ts';

/** The SHA-1 of `key=updated`, which is what a scenario writes. */
const UPDATED = '6b3093988321555757cc9b88a5f2d59101a0261c';

/** Reloader's own scenarios, whichever API server serves them. */
export function reloadersScenarios(startServer: () => Promise<ServedCluster>): void {
  const served = atServer(startServer);
  const { startHere } = served;

  it.each(['env-vars', 'annotations'])('roll what Reloader rolls and nothing else, with the strategy %s', async (strategy) => {
    startHere([`--reload-strategy=${strategy}`]);
    const wrong: unknown[] = [];
    const isRight =
      strategy === 'env-vars'
        ? /^STAKATER_(CM|CM_2)_CONFIGMAP=|^STAKATER_(SECRET|SECRET_2)_SECRET=/
        : /^\{"type":"(CONFIGMAP|SECRET)","name":"(cm|secret)(-2)?",/;
    const play = async (scenario: Scenario, at: number): Promise<void> => {
      const here = served.on(`${strategy}-${at}`);
      // How it is written does not depend on the kind: the second strategy meets each kind in every third scenario.
      await here.build({ ...scenario, ...(strategy === 'env-vars' ? {} : { kinds: KINDS.slice(at % 3, (at % 3) + 1) }) });
      await here.recorded(scenario.rolls);
      await here.change(scenario.change);
      await here.fence();
      if (scenario.rolls) await here.allRolled();
      const markers = await here.markers();
      const asExpected = scenario.rolls
        ? markers.every(([marker = '', ...more]) => more.length === 0 && isRight.test(marker) && marker.includes(UPDATED))
        : markers.flat().length === 0;
      if (!asExpected) wrong.push([scenario.name, markers]);
    };
    const left = scenarios.map((scenario, at) => ({ scenario, at }));
    const player = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await play(next.scenario, next.at);
    };
    await Promise.all(Array.from({ length: 8 }, player));
    expect(wrong).toEqual([]);

    const again = served.on(`${strategy}-again`);
    await again.build({ parts: { pod: fromConfigMap('cm') } });
    await again.recorded(true);
    const seen = new Set<string>();
    for (const value of ['one', 'two', 'three']) {
      await again.write('cm', value);
      await until(async () => (await again.markers()).every(([marker]) => marker !== undefined && !seen.has(marker)));
      for (const marker of (await again.markers()).flat()) seen.add(marker);
    }
  });
}
