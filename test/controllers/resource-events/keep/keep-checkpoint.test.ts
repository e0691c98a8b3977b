import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CheckpointMap } from '../../../../controllers/resource-events/keep/checkpoint-map.ts';
import { createCheckpointKeeper } from '../../../../controllers/resource-events/keep/keep-checkpoint.ts';
import { writeCheckpoint, type CheckpointData } from '../../../../controllers/resource-events/resume/checkpoint.ts';
import { createLog } from '../../../../controllers/runtime/tell/log.ts';
import { createVirtualClock, type VirtualClock } from '../../../ground/time/virtual-clock.ts';

const at = (versions: Readonly<Record<string, number>>): CheckpointData =>
  writeCheckpoint({
    clusterId: '',
    resources: new Map(Object.entries(versions).map(([title, version]) => [title, { version: String(version), selection: 'all' }])),
  });

let clock: VirtualClock;
let settled: CheckpointData | undefined;
/** What another process has written. */
let noted: CheckpointData | undefined;
let writes: CheckpointData[];
let isRefused: boolean;
let stopping: AbortController;
beforeEach(() => {
  clock = createVirtualClock();
  [settled, noted, writes, isRefused, stopping] = [undefined, undefined, [], false, new AbortController()];
});

function keep(): void {
  const map: Pick<CheckpointMap, 'data' | 'write'> = {
    get data() {
      return noted;
    },
    async write(_client, data) {
      if (isRefused) throw new Error('not granted');
      writes.push(data);
    },
  };
  const log = createLog({ level: 'error', format: 'json', out: { write: () => {} } });
  const keeper = createCheckpointKeeper({ map, current: () => settled, clock, log, onWritten: () => {} });
  void keeper.keep({ patch: () => Promise.reject(new Error('the map writes')) }, stopping.signal);
}

describe('a checkpoint', () => {
  it('is written soon after the first list of a resource is confirmed, and else every five seconds', async () => {
    keep();
    settled = at({ pods: 1 });
    await clock.advance(500);
    expect(writes).toEqual([at({ pods: 1 })]);
    settled = at({ pods: 2 });
    await clock.advance(500);
    expect(writes).toHaveLength(1);
    settled = at({ pods: 3, secrets: 3 });
    await clock.advance(500);
    settled = at({ pods: 4, secrets: 3 });
    await clock.advance(4_500);
    expect(writes).toHaveLength(2);
    await clock.advance(500);
    expect(writes).toEqual([at({ pods: 1 }), at({ pods: 3, secrets: 3 }), at({ pods: 4, secrets: 3 })]);
    stopping.abort();
  });

  it('is not hurried for what another process has noted already', async () => {
    noted = at({ pods: 1, secrets: 1 });
    keep();
    settled = at({ pods: 2, secrets: 1 });
    await clock.advance(4_500);
    expect(writes).toEqual([]);
    await clock.advance(500);
    expect(writes).toEqual([settled]);
    stopping.abort();
  });

  it('is not hurried where it cannot be written', async () => {
    isRefused = true;
    keep();
    settled = at({ pods: 1 });
    await clock.advance(500);
    isRefused = false;
    await clock.advance(4_500);
    expect(writes).toEqual([]);
    await clock.advance(500);
    expect(writes).toEqual([settled]);
    stopping.abort();
  });
});
