import { describe, expect, it } from '@jest/globals';
import { configMaps } from '../../../kube/objects/built-in.ts';
import { everyFault, type EveryFaultOptions } from '../../../lab/faults/every-fault.ts';
import type { Lab } from '../../../lab/start-lab.ts';
import * as planted from './planted.ts';

/** LONG_FAULTS=1 tries all that can go wrong, and 20 times each: it takes minutes. */
const IS_LONG = process.env['LONG_FAULTS'] === '1';
const RUNS = IS_LONG ? 20 : 2;
/** Found the same way each time, in so many of them. */
const REPEATED = IS_LONG ? 9 : 1;

const created = (lab: Lab) => lab.put(configMaps, planted.site('x'));
const changed = (lab: Lab) => lab.put(configMaps, planted.site('y'));
const deleted = (lab: Lab) => lab.client.delete(configMaps, planted.SITE);
const createdAgain = (lab: Lab) => lab.put(configMaps, planted.site('y'));

/** Names that the server has made differ, and are not compared. */
const state = async ({ client }: Lab) =>
  (await client.list(configMaps, { namespace: 'shop' })).items.map(({ metadata, data }) => ({ name: metadata?.name, data }));

const besides = {
  arrange: async (lab: Lab) => {
    await lab.put(configMaps, planted.site('x'));
    await lab.run(planted.remaking);
  },
  act: [changed],
};

/** A defect, the story in which it shows, the plan that finds it, and what that says. */
type Found = readonly [defect: string, story: Pick<EveryFaultOptions, 'act' | 'arrange' | 'controllers'>, plan: string, why: string];

const FOUND: readonly Found[] = [
  [
    'an identity that is the name and not the uid',
    { controllers: planted.nameForUid, act: [created, changed, deleted, createdAgain] },
    'missed from step 3 to 4: deleted, createdAgain',
    'the state has 1 items, not 2',
  ],
  [
    'a generated name that is made again after a crash',
    { controllers: planted.nameMadeTwice, act: [created] },
    'crash after write 1: create configmaps shop/page-*',
    'create configmaps shop/page-*: twice, not once',
  ],
  [
    'a generated name that is made again after a lost answer',
    { controllers: planted.nameMadeTwice, act: [created] },
    'lost answer to write 1: create configmaps shop/page-*',
    'create configmaps shop/page-*: twice, not once',
  ],
  [
    'a finalizer that goes before the clean-up',
    { controllers: planted.lettingGoFirst, act: [created, deleted] },
    'crash after write 4: patch configmaps shop/site',
    'the state has 1 items, not 0',
  ],
  [
    'a deletion that has to be heard of',
    { controllers: planted.onTheEdge, act: [created, deleted] },
    'crash before write 2: delete configmaps shop/page',
    'the state has 1 items, not 0',
  ],
  [
    'a counter that adds',
    { controllers: planted.addingUp, act: [created] },
    'crash after write 1: apply configmaps shop/page',
    'the state[0].data.count is "2", not "1"',
  ],
  [
    'a status before its effect',
    { controllers: planted.saidBeforeDone, act: [created] },
    'crash after write 1: patch configmaps shop/site',
    'the state has 1 items, not 2',
  ],
  [
    'a deletion without a precondition',
    { controllers: planted.deletingByName(), ...besides },
    'stale start after write 1: delete configmaps shop/page',
    'delete configmaps shop/page: twice, not once',
  ],
  [
    'a retry without a back-off',
    { controllers: planted.withoutBackOff, act: [created] },
    'outage in step 1: created',
    'it tries again without waiting longer',
  ],
];

describe('everyFault', () => {
  it.each(FOUND)('finds %s, and names the plan that does', async (_, story, plan, why) => {
    const { failed } = await everyFault({ ...story, state, only: IS_LONG ? undefined : plan });
    expect(failed.find(({ name }) => name === plan)?.why).toContainEqual(expect.stringContaining(why));
  });

  it('has nothing against a deletion with a precondition', async () => {
    const { plans, failed } = await everyFault({ controllers: planted.deletingByName(true), ...besides, state });
    expect(failed).toEqual([]);
    expect(plans).toHaveLength(13);
  });

  it.each(FOUND.slice(0, REPEATED))(
    'finds the same each time: %s',
    async (_, story, only) => {
      const reports = [];
      for (let run = 0; run < RUNS; run += 1) reports.push(await everyFault({ ...story, state, only }));
      const [first] = reports;
      expect(first?.failed.map(({ name }) => name)).toEqual([only]);
      for (const report of reports) expect(report).toEqual(first);
    },
    IS_LONG ? 300_000 : undefined,
  );

  it('says which plan was probably meant', async () => {
    const only = 'crash after write 1: create configmaps shop/pages-*';
    await expect(everyFault({ controllers: planted.nameMadeTwice, act: [created], state, only })).rejects.toThrow(
      'no plan is called "crash after write 1: create configmaps shop/pages-*", but one is "crash after write 1: create configmaps shop/page-*"',
    );
  });

  it('says what the controllers do without a fault already', async () => {
    const { plans, failed } = await everyFault({ controllers: planted.onTheEdge, act: [created], state });
    expect({ plans, failed }).toEqual({
      plans: ['reference'],
      failed: [
        {
          name: 'reference',
          why: ['it still writes in the hour after the end, or at a resync: apply configmaps shop/page'],
        },
      ],
    });
  });
});
