import { describe, expect, it } from '@jest/globals';
import { createWaitingLines } from '../../../../controllers/config-reload/decide/waiting-lines.ts';
import type { WorkloadKey } from '../../../../controllers/config-reload/seen/reload-key.ts';

const SOURCE = 'default/ConfigMap/settings';
const key = (name: string): WorkloadKey => ({ of: 'workload', kind: 'Deployment', storeKey: `default/${name}` });
const place = (line = 'unavailable', source = SOURCE) => ({ source, line });

function lined(...names: readonly string[]) {
  const woken: string[] = [];
  const lines = createWaitingLines(({ storeKey }) => woken.push(storeKey.slice('default/'.length)));
  for (const name of names) lines.asked(key(name), place());
  return { lines, woken };
}

describe('workloads that wait for others', () => {
  it('are asked again in the order in which they came, as long as they may go', () => {
    const { lines, woken } = lined('a', 'b', 'c');
    lines.moved(SOURCE);
    expect(woken).toEqual(['a']);
    lines.asked(key('a'), 'passed');
    expect(woken).toEqual(['a', 'b']);
    lines.asked(key('b'), place());
    expect(woken).toEqual(['a', 'b']);
    lines.moved(SOURCE);
    expect(woken).toEqual(['a', 'b', 'b']);
  });

  it('hand on the turn where one is held by something else, or is not to be rolled any more', () => {
    const { lines, woken } = lined('a', 'b', 'c');
    lines.moved(SOURCE);
    lines.asked(key('a'), undefined);
    lines.asked(key('b'), place('wave 1'));
    expect(woken).toEqual(['a', 'b', 'c']);
  });

  it('keep the turn of one that goes in a moment', () => {
    const { lines, woken } = lined('a', 'b');
    lines.moved(SOURCE);
    lines.asked(key('a'), 'not yet');
    expect(woken).toEqual(['a']);
    lines.asked(key('a'), 'passed');
    expect(woken).toEqual(['a', 'b']);
  });

  it('are not woken for another source, nor by each wave in turn', () => {
    const { lines, woken } = lined('a');
    lines.asked(key('b'), place('wave 1'));
    lines.asked(key('c'), place('wave 1'));
    lines.asked(key('d'), place('unavailable', 'default/ConfigMap/other'));
    lines.moved(SOURCE);
    expect(woken).toEqual(['a', 'b']);
  });

  it('are none once all have gone', () => {
    const { lines } = lined('a', 'b');
    for (const name of ['a', 'b']) lines.asked(key(name), 'passed');
    expect(lines.isEmpty).toBe(true);
  });
});
