import { describe, expect, it } from '@jest/globals';
import { realm as sample } from '../../../../realm.ts';
import { pods, worldOf, type DemandWorld } from './world.ts';

const WIDE = { from: 1, to: 9 };
const whole = () => worldOf(sample, () => WIDE);
const numbers = (world: DemandWorld) => world.shops.map(({ shop, replicas }) => `${shop} ${replicas}`);
const notes = (world: DemandWorld) =>
  (world.last?.shops ?? []).flatMap(({ shop, notes: all }) => all.map((note) => `${shop.shop}: ${note.message}`));

describe('a look at the sample', () => {
  it('gives the whole chain its workers at once, after two looks, and says why', () => {
    const world = whole();
    world.look();
    expect(world.told).toEqual([]);
    world.look();
    expect(numbers(world)).toEqual(['woodworker 2', 'stoneworker 2', 'ironworker 3', 'craftsman 1']);
    expect(world.told).toEqual([
      'woodworker from 1 to 2 workers: 3.5 wood/s could be used by ironworker and craftsman, and a worker makes 2',
      'stoneworker from 1 to 2 workers: 0.9 stone/s could be used by ironworker, and a worker makes 0.6',
      'ironworker from 1 to 3 workers: 0.27 iron/s could be used by craftsman, and a worker makes 0.1',
    ]);
    world.pass(3_600);
    expect(world.told).toHaveLength(3);
  });

  it('takes workers away one at a time once nobody has needed them for five minutes', () => {
    const world = whole();
    world.pass(60);
    world.change('craftsman', { replicas: 0, pods: [] });
    world.pass(290);
    expect(world.told).toHaveLength(3);
    world.pass(30);
    expect(world.told.slice(3)).toEqual([
      'woodworker from 2 to 1 worker: 1 wood/s could be used by ironworker, and a worker makes 2',
      'stoneworker from 2 to 1 worker: 0.3 stone/s could be used by ironworker, and a worker makes 0.6',
      'ironworker from 3 to 2 workers, of the 1 that are wanted: nobody could use iron',
      'ironworker from 2 to 1 worker: nobody could use iron',
    ]);
  });

  it('gives no shop workers that would wait for another that has its most', () => {
    const world = worldOf(sample, (shop) => (shop === 'woodworker' ? { from: 1, to: 1 } : WIDE));
    world.pass(600);
    expect(numbers(world)).toEqual(['woodworker 1', 'stoneworker 1', 'ironworker 2', 'craftsman 1']);
  });

  it('adds at most as many as there are, or four, in fifteen seconds', () => {
    const world = worldOf(sample, (shop) => (shop === 'ironworker' ? { from: 1, to: 50 } : { from: 9, to: 99 }));
    const grown: string[] = [];
    for (let at = 0; at < 60; at += 5) {
      world.change('ironworker', { pods: pods(world.replicas('ironworker'), 'iron 4.5') });
      world.look();
      grown.push(`${at} s: ${world.replicas('ironworker')}`);
    }
    expect(grown.filter((line, index) => line.split(': ')[1] !== grown[index - 1]?.split(': ')[1])).toEqual([
      '0 s: 1',
      '5 s: 5',
      '20 s: 10',
      '35 s: 20',
      '50 s: 40',
    ]);
  });

  it('looks at every metric that another scaler would go by', () => {
    const world = whole();
    world.look();
    expect(world.last?.shops.map(({ shop, wanted, range }) => [shop.shop, shop.replicas, wanted, range])).toEqual([
      ['woodworker', 1, 2, WIDE],
      ['stoneworker', 1, 2, WIDE],
      ['ironworker', 1, 3, WIDE],
      ['craftsman', 1, 1, WIDE],
    ]);
  });
});

describe('a number that nobody has put a name to', () => {
  const unsigned = (world: DemandWorld) => {
    world.look();
    return (world.last?.shops ?? []).filter(({ isUnsigned }) => isUnsigned).map(({ shop }) => shop.shop);
  };

  it('is to have the name of demand, so that what others set is known from it', () => {
    const world = whole();
    expect(unsigned(world)).toEqual(['woodworker', 'stoneworker', 'ironworker', 'craftsman']);
    expect(unsigned(world)).toEqual([]);
  });
  it.each([
    ['has an owner', { owner: { manager: 'kubectl-create', by: 'update' } }],
    ['is not left to demand', { rangeText: undefined }],
    ['is left alone', { scalingText: 'off' }],
  ] as const)('has none of demand’s where it %s', (_, unlike) => {
    const world = whole();
    world.change('ironworker', unlike);
    expect(unsigned(world)).not.toContain('ironworker');
  });
});

describe('a step down', () => {
  const withThree = () => {
    const world = whole();
    world.pass(60);
    world.change('craftsman', { replicas: 0, pods: [] });
    return world;
  };
  const afterAWhile = (unlike: Parameters<DemandWorld['change']>[1]) => {
    const world = withThree();
    world.change('ironworker', unlike);
    world.pass(600);
    return world.replicas('ironworker');
  };

  it('waits for the end of a rollout', () => expect(afterAWhile({ rolling: true })).toBe(3));
  it('waits until the last one that went is gone', () =>
    expect(afterAWhile({ pods: [...pods(3), { ready: false, leaving: true, askedText: undefined }] })).toBe(3));
  it('waits for five minutes after a restart, of which nothing is known', () => {
    const world = withThree();
    world.pass(290);
    world.forget();
    world.pass(295);
    expect(world.replicas('ironworker')).toBe(3);
    world.pass(60);
    expect(world.replicas('ironworker')).toBe(1);
  });
  it('is not taken while what is seen is out of date', () => {
    const world = withThree();
    for (let looks = 0; looks < 120; looks += 1) world.look({ current: false });
    expect(world.replicas('ironworker')).toBe(3);
  });
  it('is not taken while a shop of the realm works by directions that nobody knows', () => {
    const world = withThree();
    world.change('stoneworker', { directions: '[' });
    world.forget();
    world.pass(600);
    expect(world.replicas('ironworker')).toBe(3);
    world.change('stoneworker', { available: 0 });
    world.pass(600);
    expect(world.replicas('ironworker')).toBe(1);
  });
  it('to a smaller range is taken at once, and no further than its end', () => {
    const world = withThree();
    world.change('ironworker', { rangeText: '1-2' });
    world.look();
    expect(world.told.at(-1)).toBe('ironworker from 3 to 2 workers: its range is 1-2');
  });
});

describe('what outsiders ask', () => {
  const asking = (text: string | undefined, count: number) => ({ pods: pods(count, text) });
  const only = () => worldOf(sample, (shop) => (shop === 'stoneworker' ? WIDE : undefined));

  it('counts beside what shops buy', () => {
    const world = only();
    world.change('stoneworker', asking('stone 1.0', 1));
    world.pass(20);
    expect(world.told).toEqual([
      'stoneworker from 1 to 3 workers: 1.3 stone/s could be used by outsiders and ironworker, and a worker makes 0.6',
    ]);
  });
  it('counts as it was last known where no worker is ready, or a sign cannot be read', () => {
    for (const unknown of [[{ ready: false, leaving: false, askedText: undefined }], pods(3, 'much')]) {
      const world = only();
      world.change('stoneworker', asking('stone 1.0', 1));
      world.pass(20);
      world.change('stoneworker', { pods: unknown });
      world.pass(1_200);
      expect(world.replicas('stoneworker')).toBe(3);
    }
  });
  it('counts by its most for an hour, until for five minutes less than half of it is asked', () => {
    const world = only();
    world.change('stoneworker', asking('stone 1.0', 1));
    world.pass(20);
    world.change('stoneworker', asking('stone 0.70', 3));
    world.pass(1_200);
    expect(world.replicas('stoneworker')).toBe(3);
    world.change('stoneworker', asking('stone 0.20', 3));
    world.pass(290);
    expect(world.replicas('stoneworker')).toBe(3);
    world.pass(350);
    expect(world.replicas('stoneworker')).toBe(1);
  });
  it('is over at once where nothing is asked any more', () => {
    const world = only();
    world.change('stoneworker', asking('stone 1.0', 1));
    world.pass(20);
    world.change('stoneworker', { pods: pods(3) });
    world.pass(330);
    expect(world.replicas('stoneworker')).toBe(1);
  });
});

describe('a shop that is not to be scaled', () => {
  const AUTOSCALER = { manager: 'kube-controller-manager', by: 'scale' } as const;
  const ARGO = { manager: 'argocd-controller', by: 'apply' } as const;
  const KUBECTL = { manager: 'kubectl', by: 'scale' } as const;
  const leftAlone = (unlike: Parameters<DemandWorld['change']>[1]) => {
    const world = whole();
    world.change('ironworker', unlike);
    world.pass(60);
    const told = notes(world);
    return { told, steps: world.told.filter((line) => line.startsWith('ironworker')) };
  };

  it.each([
    [{ scalingText: 'off' }, 'civ8s.dev/scaling is off: the number of workers is left alone. Take the annotation away to go on.'],
    [{ replicas: 0, pods: [] }, 'replicas is 0: the number of workers is left alone. Give it a worker to go on.'],
    [
      { scalingText: 'pause' },
      'civ8s.dev/scaling is "pause", which counts as off: the number of workers is left alone. Set it to on or off.',
    ],
    [
      { rangeText: '5-1' },
      'civ8s.dev/replicas is "5-1": give <from>-<to>, whole numbers from 1 to 1000, such as 1-5. Until ' +
        'then the number of workers is left alone.',
    ],
    [
      { labelled: false },
      'it has the annotation civ8s.dev/replicas, and not the label shop: ironworker by which a shop and ' +
        'its pods are found: add the label to it and to its pods, or take the annotation away. Until then the number of workers is left alone.',
    ],
    [
      { directions: 'iron' },
      'its directions cannot be read: directions: not valid JSON: Unexpected token \'i\', "iron" is not ' +
        'valid JSON: mend directions.json in the ConfigMap ironworker-directions. Until then it counts as it was last known.',
    ],
    [
      { directions: undefined },
      'has no directions: write them to the key directions.json of the ConfigMap ironworker-directions. ' +
        'Until then it counts as it was last known.',
    ],
    [
      { owner: ARGO },
      'argocd-controller applies a manifest that sets spec.replicas: the number of workers is left alone. Leave spec.replicas out of it.',
    ],
    [
      { owner: AUTOSCALER },
      'a HorizontalPodAutoscaler sets the number of workers: it is left alone. Delete the autoscaler ' +
        'first. To hand it back to demand, change the annotation civ8s.dev/scaling: set it to on.',
    ],
    [
      { owner: KUBECTL },
      'kubectl has set the number of workers to 1: it is left alone from now on. To hand it back to ' +
        'demand, change the annotation civ8s.dev/scaling: set it to on.',
    ],
  ])('is left alone, and says why: %j', (unlike, message) =>
    expect(leftAlone(unlike)).toEqual({ told: [`ironworker: ${message}`], steps: [] }),
  );

  it('takes back a number that was changed under its eyes only when it is told to', () => {
    const world = whole();
    world.pass(30);
    world.change('ironworker', { replicas: 6, owner: { manager: 'kubectl-edit', by: 'update' }, pods: pods(6) });
    world.pass(1_800);
    expect(world.replicas('ironworker')).toBe(6);
    world.change('ironworker', { scalingText: 'on' });
    world.pass(400);
    expect(world.replicas('ironworker')).toBe(3);
  });
  it('takes a number for somebody else’s that was changed under its eyes, and that nobody has put a name to', () => {
    const world = whole();
    world.look();
    world.change('ironworker', { replicas: 4, owner: undefined, pods: pods(4) });
    world.pass(1_800);
    expect(world.replicas('ironworker')).toBe(4);
    expect(notes(world)).toEqual([
      'ironworker: somebody else has set the number of workers to 4: it is left alone from now on. To hand it back to demand, change ' +
        'the annotation civ8s.dev/scaling: set it to on.',
    ]);
  });
  it('goes on from the number that comes with a new range', () => {
    const world = whole();
    world.change('ironworker', { rangeText: undefined, owner: { manager: 'kubectl-client-side-apply', by: 'update' } });
    world.pass(30);
    world.change('ironworker', { rangeText: '1-5', replicas: 2 });
    world.pass(30);
    expect(world.replicas('ironworker')).toBe(3);
  });
  it('goes on after a stop by hand', () => {
    const world = whole();
    world.change('ironworker', { replicas: 0, owner: KUBECTL, pods: [] });
    world.pass(60);
    world.change('ironworker', { replicas: 1, owner: KUBECTL, pods: pods(1) });
    world.pass(60);
    expect(world.replicas('ironworker')).toBe(3);
  });
  it('says what demand wants all the same', () => {
    const world = whole();
    world.change('ironworker', { scalingText: 'off' });
    world.pass(60);
    expect(world.last?.shops.find(({ shop }) => shop.shop === 'ironworker')?.wanted).toBe(3);
    expect(world.replicas('stoneworker')).toBe(1);
  });
});
