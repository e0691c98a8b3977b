import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createResourceStates } from '../../../../controllers/resource-events/change/resource-states.ts';
import { createDigest } from '../../../../controllers/resource-events/change/digest.ts';
import { createChangeOutbox } from '../../../../controllers/resource-events/outbox/change-outbox.ts';
import { WITHOUT_RULE } from '../../../../controllers/resource-events/rules/change-rule.ts';
import { restored } from '../../../../controllers/resource-events/stored/restored.ts';
import { STATE_FILE } from '../../../../controllers/resource-events/stored/schema.ts';
import { openSqliteStore } from '../../../../controllers/resource-events/stored/sqlite-store.ts';
import type { KubeObject } from '../../../../kube/objects/resource.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';
import { DEPLOYMENTS, NOON, objectOf, SECRETS } from '../objects.ts';
import { encodeWhole } from '../outbox/changes.ts';
import { CONFIRMED, createScriptedBus } from '../outbox/scripted-bus.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stored-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One process, with what it finds in the folder. */
function start(resource = DEPLOYMENTS, clusterId = 'east') {
  const clock = createVirtualClock();
  const told: string[] = [];
  const store = openSqliteStore({ folder, clusterId, clock, tell: (problem) => told.push(problem.replaceAll(folder, '.')) });
  const outbox = createChangeOutbox({ encode: encodeWhole, clock, journal: store.journal });
  const options = { clusterId, resource, now: () => NOON, ruleFor: () => WITHOUT_RULE, digest: createDigest(), partial: false };
  const states = createResourceStates({ ...options, onKept: (key, kept) => store.kept(resource, key, kept) });
  const found = store.stored(resource);
  if (found !== undefined) {
    states.restore(restored(found.objects(), options.ruleFor));
    for (const { change, at, live } of found.changes) outbox.append(change, { at, live });
    outbox.reached(resource, found.version);
  }
  const apply = (object: KubeObject) => {
    const version = object.metadata?.resourceVersion ?? '';
    for (const noticed of states.applied(object)) if (noticed.what === 'change') outbox.append(noticed.change, { at: version, live: true });
    outbox.reached(resource, version);
    store.reached(resource, version);
  };
  return { clock, store, outbox, states, apply, told, found };
}

describe('the state dir', () => {
  it('brings back the last states, and what was still to be published, in its order', async () => {
    const before = start();
    before.apply(objectOf(5, { spec: 1 }));
    before.apply(objectOf(6, { spec: 2 }));
    await before.clock.advance(50);
    before.apply(objectOf(7, { spec: 3 })); // the process dies before this is written

    const { found, states, outbox } = start();
    expect(found?.version).toBe('6');
    expect([...states.entries()]).toMatchObject([['default/web', { uid: 'u1', version: '6', hidden: undefined }]]);
    const bus = createScriptedBus();
    const term = new AbortController();
    const published = outbox.publish(bus, term.signal);
    for (const [index, body] of ['created u1 5', 'updated u1 6'].entries()) {
      const batch = await bus.batch(index);
      expect(batch.bodies).toEqual([body]);
      batch.answer(CONFIRMED);
    }
    await outbox.drained(new AbortController().signal);
    term.abort();
    await published;
    expect(outbox.settledVersion(DEPLOYMENTS)).toBe('6');
    before.store.close();
  });

  it('has a change as often as it is pending, however many processes there were', () => {
    const first = start();
    first.apply(objectOf(5));
    first.store.close();
    const second = start();
    second.apply(objectOf(6, { spec: 1 }));
    second.store.close();
    const third = start();
    expect(third.found?.changes.map(({ change }) => [change.type, change.object.resourceVersion])).toEqual([
      ['created', '5'],
      ['updated', '6'],
    ]);
    third.store.close();
  });

  it('keeps what is to be published of a resource until that resource is followed again', () => {
    const first = start();
    first.apply(objectOf(5));
    first.store.close();
    const other = start(SECRETS);
    other.apply(objectOf(6));
    other.store.close();
    const { found, store } = start();
    expect(found?.changes).toHaveLength(1);
    store.close();
  });

  it('keeps no value of a Secret, and no digest of one', () => {
    const { apply, store } = start(SECRETS);
    apply(objectOf(5, { data: { password: 'aHVudGVyMg==' } }));
    store.close();
    const bytes = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
    expect(bytes.join('')).toContain('cmVkYWN0ZWQ=');
    expect(bytes.join('')).not.toContain('aHVudGVyMg');
    const database = new DatabaseSync(join(folder, STATE_FILE));
    expect(Object.keys(database.prepare('SELECT * FROM objects').get() ?? {})).toEqual(['resource', 'key', 'uid', 'version', 'state']);
    database.close();
  });

  it('lets go of what is not followed any more', () => {
    const first = start();
    first.apply(objectOf(5));
    first.store.forget(DEPLOYMENTS);
    first.store.close();
    const { found, store } = start();
    expect(found).toBeUndefined();
    store.close();
  });

  it('A6: moves a file aside that is damaged, or of another cluster, and says so', () => {
    writeFileSync(join(folder, STATE_FILE), 'not a database, and long enough to be taken for one: '.repeat(100));
    const { told, found, apply, store } = start();
    expect(told).toEqual([
      expect.stringMatching(/^\.\/resource-events\.sqlite cannot be used \(.*\), and is now \.\/resource-events\.sqlite\.\d+: /),
    ]);
    expect(found).toBeUndefined();
    apply(objectOf(5));
    store.close();
    const other = start(DEPLOYMENTS, 'west');
    expect(other.told).toEqual([expect.stringContaining('it is of another cluster')]);
    other.store.close();
  });

  it('A6: goes on in memory when it cannot be written, says so once, and leaves what was there as it was', async () => {
    const { apply, clock, store, told, outbox } = start();
    apply(objectOf(5));
    await clock.advance(50);
    const other = new DatabaseSync(join(folder, STATE_FILE));
    other.exec('DROP TABLE changes');
    for (const version of [6, 7]) {
      apply(objectOf(version, { spec: version }));
      await clock.advance(50);
    }
    expect(told).toEqual([
      expect.stringMatching(/^cannot write to \. \(.*\): all goes on in memory, and what is stored there is as it was$/),
    ]);
    expect(outbox.pending).toBe(3);
    expect(other.prepare('SELECT version FROM resources').get()).toEqual({ version: '5' });
    other.close();
    store.close();
    expect(clock.planned).toBe(0);
  });
});
