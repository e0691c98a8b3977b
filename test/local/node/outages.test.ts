import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLab, type Lab } from '../../../lab/start-lab.ts';
import { events, nodes } from '../../../kube/objects/built-in.ts';
import { outageController } from '../../../local/node/outages.ts';
import { OUTAGE_ANNOTATION } from '../../../model/keys.ts';

describe('an outage that somebody asks for', () => {
  let lab: Lab;
  let told: string[];
  /** How often the server cannot come back yet. */
  let failures: number;
  const takeAway = async () => {
    told.push('away');
    return () => {
      if (failures > 0) {
        failures -= 1;
        return Promise.reject(new Error('the port is in use'));
      }
      told.push('back');
      return Promise.resolve();
    };
  };
  beforeEach(async () => {
    [told, failures] = [[], 0];
    lab = await startLab();
    await lab.put(nodes, { metadata: { name: 'this-machine' } });
    await lab.run(outageController('this-machine', takeAway), { rights: 'all' });
  });
  afterEach(() => lab.stop());

  const ask = async (node: string, time: string) => {
    await lab.client.patch(nodes, { name: node }, { merge: { metadata: { annotations: { [OUTAGE_ANNOTATION]: time } } } });
    await lab.quiet();
  };
  const asked = async () => (await lab.client.get(nodes, { name: 'this-machine' })).metadata?.annotations?.[OUTAGE_ANNOTATION];

  it('begins when whoever asked has been answered, and ends when its time is over', async () => {
    await ask('this-machine', '30s');
    expect([await asked(), told]).toEqual([undefined, []]);
    await lab.pass('1s');
    expect(told).toEqual(['away']);
    await lab.pass('29s');
    expect(told).toEqual(['away']);
    await lab.pass('1s');
    expect(told).toEqual(['away', 'back']);
  });

  it('can be asked for again', async () => {
    await ask('this-machine', '1m');
    await lab.pass('61s');
    await ask('this-machine', '1m');
    await lab.pass('61s');
    expect(told).toEqual(['away', 'back', 'away', 'back']);
  });

  it('ends a little later where the port is in use at that moment', async () => {
    failures = 1;
    await ask('this-machine', '30s');
    await lab.pass('31s');
    expect(told).toEqual(['away']);
    await lab.pass('1s');
    expect(told).toEqual(['away', 'back']);
  });

  it.each(['soon', '0s', '11m'])('is refused where its time is %s', async (time) => {
    await ask('this-machine', time);
    await lab.pass('1m');
    expect([await asked(), told]).toEqual([undefined, []]);
    expect((await lab.client.list(events)).items.map(({ reason, message }) => [reason, message])).toEqual([
      ['OutageRefused', `${OUTAGE_ANNOTATION}: "${time}" is not a time from 1s to 10m: give one such as 30s`],
    ]);
  });

  it('is nothing that another node can ask for', async () => {
    await lab.put(nodes, { metadata: { name: 'another' } });
    await ask('another', '30s');
    await lab.pass('1m');
    expect(told).toEqual([]);
  });
});
