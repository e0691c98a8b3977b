import { describe, expect, it } from '@jest/globals';
import type { Noticed } from '../../../../controllers/resource-events/change/noticed.ts';
import type { ChangeRule } from '../../../../controllers/resource-events/rules/change-rule.ts';
import { pointersOf } from '../../../../controllers/resource-events/rules/pointers.ts';
import { LAST_APPLIED, REDACTED } from '../../../../controllers/resource-events/rules/redact.ts';
import { WITHOUT_RULE } from '../../../../controllers/resource-events/rules/change-rule.ts';
import { CREATED, DEPLOYMENTS, NOON, objectOf, parsed, SECRETS, shown, statesOf } from '../objects.ts';

const changes = (noticed: Iterable<Noticed>) => [...noticed].map((each) => (each.what === 'change' ? shown(each.change) : each));
const only = (noticed: Iterable<Noticed>) => {
  const [first, ...others] = changes(noticed);
  expect(others).toEqual([]);
  return first;
};
const whole = (object: object, kind = 'Deployment', apiVersion = 'apps/v1') => ({ apiVersion, kind, ...object });
const ignoring = (...pointers: string[]) => ({ ignore: pointersOf(['/metadata/resourceVersion', ...pointers]) });

describe('the states of a resource', () => {
  it('makes a creation of an object that is new, with apiVersion and kind and without managedFields', () => {
    const object = objectOf(5, { spec: { replicas: 1 } });
    const managed = objectOf(5, { spec: { replicas: 1 } }, { managedFields: [{ manager: 'kubectl' }] });
    expect(only(statesOf(DEPLOYMENTS).applied(managed))).toEqual({
      type: 'created',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      key: 'east/u1',
      clusterId: 'east',
      resource: DEPLOYMENTS,
      object: { namespace: 'default', name: 'web', uid: 'u1', resourceVersion: '5' },
      happenedAtMs: Date.parse(CREATED),
      noticedAtMs: NOON,
      then: undefined,
      now: whole(object),
      changed: [],
      merged: 0,
      shrunk: false,
    });
  });

  it('makes an update of what differs from the state that was published last', () => {
    const states = statesOf(DEPLOYMENTS);
    const [one, two] = [objectOf(5, { spec: { replicas: 1 } }), objectOf(6, { spec: { replicas: 2 }, status: {} })];
    states.applied(one);
    expect(only(states.applied(two))).toMatchObject({
      type: 'updated',
      then: whole(one),
      now: whole(two),
      changed: ['/spec/replicas', '/status'],
      happenedAtMs: NOON,
    });
  });

  it('makes a deletion with the last state, at the time that the object says', () => {
    const states = statesOf(DEPLOYMENTS);
    states.applied(objectOf(5));
    const last = objectOf(9, {}, { deletionTimestamp: '2026-11-26T11:59:00Z' });
    expect(only(states.deleted(last))).toMatchObject({
      type: 'deleted',
      object: { uid: 'u1', resourceVersion: '9' },
      then: whole(last),
      now: undefined,
      happenedAtMs: Date.parse('2026-11-26T11:59:00Z'),
    });
    expect(states.size).toBe(0);
  });

  it('gives a change the same id in every replica, and a deletion whatever version it was seen at', () => {
    const replicas = [statesOf(DEPLOYMENTS), statesOf(DEPLOYMENTS)] as const;
    const [one, other] = replicas.map((states) => changes([...states.applied(objectOf(5)), ...states.applied(objectOf(6, { spec: 1 }))]));
    expect(one).toEqual(other);
    const watched = only(replicas[0].deleted(objectOf(8)));
    const listed = only(replicas[1].replaced([], '12', { as: 'comparison' }));
    expect([watched, listed]).toMatchObject([{ object: { resourceVersion: '8' } }, { object: { resourceVersion: '12' } }]);
    expect(listed).toHaveProperty('id', (watched as { id: string }).id);
  });

  it('leaves out what is known in that version, or in a newer one', () => {
    const states = statesOf(DEPLOYMENTS);
    states.applied(objectOf(5, { spec: 1 }));
    expect(only(states.applied(objectOf(5, { spec: 2 })))).toEqual({ what: 'ignored', reason: 'same version' });
    expect(only(states.applied(objectOf(4, { spec: 2 })))).toEqual({ what: 'ignored', reason: 'same version' });
  });

  it('leaves out what differs where nobody looks, and keeps the chain of what was published', () => {
    const states = statesOf(DEPLOYMENTS, ignoring('/status', '/metadata/annotations/seen'));
    const published = objectOf(5, { spec: 1, status: 1 });
    states.applied(published);
    const ignored = objectOf(6, { spec: 1, status: 2 }, { annotations: { seen: 'x' }, managedFields: [1], generation: 2 });
    expect(only(states.applied(ignored))).toEqual({ what: 'ignored', reason: 'no difference' });
    expect(only(states.applied(objectOf(7, { spec: 2, status: 3 })))).toMatchObject({ then: whole(published), changed: ['/spec'] });
  });

  it('takes another uid under a name for a deletion and a creation', () => {
    const states = statesOf(DEPLOYMENTS);
    states.applied(objectOf(5));
    expect(changes(states.applied(objectOf(9, {}, { uid: 'u2' })))).toMatchObject([
      { type: 'deleted', object: { uid: 'u1', resourceVersion: '9' } },
      { type: 'created', object: { uid: 'u2', resourceVersion: '9' } },
    ]);
  });

  it('compares a fresh list with what was published', () => {
    const states = statesOf(DEPLOYMENTS);
    const named = (name: string, version: number, spec: number) => objectOf(version, { spec }, { name, uid: `uid of ${name}` });
    for (const name of ['same', 'changed', 'gone']) states.applied(named(name, 5, 1));
    const list = [named('same', 5, 1), named('changed', 7, 2), named('new', 8, 1)];
    expect(changes(states.replaced(list, '9', { as: 'comparison' })).filter((each) => 'type' in each)).toMatchObject([
      { type: 'updated', object: { name: 'changed' } },
      { type: 'created', object: { name: 'new' } },
      { type: 'deleted', object: { name: 'gone', resourceVersion: '9' } },
    ]);
  });

  it('remembers a baseline in silence, and says what is listed after a gap where it is newer', () => {
    const states = statesOf(DEPLOYMENTS);
    expect(changes(states.replaced([objectOf(5)], '6', { as: 'baseline' }))).toEqual([]);
    expect(only(states.applied(objectOf(7, { spec: 1 })))).toMatchObject({ type: 'updated' });
    const fresh = statesOf(DEPLOYMENTS);
    const list = [objectOf(5), objectOf(9, {}, { name: 'young', uid: 'u2' })];
    expect(only(fresh.replaced(list, '10', { as: 'listed', newerThan: '6' }))).toMatchObject({ type: 'listed', object: { name: 'young' } });
    expect(fresh.size).toBe(2);
  });

  it('takes objects without a uid by their place', () => {
    const states = statesOf({ group: 'metrics.k8s.io', version: 'v1', plural: 'pods', kind: 'PodMetrics' });
    const place = 'metrics.k8s.io/pods/default/web';
    expect(only(states.applied(objectOf(5, {}, { uid: undefined })))).toMatchObject({ key: `east/${place}`, object: { uid: place } });
    const first = only(states.deleted(objectOf(6, {}, { uid: undefined })));
    states.applied(objectOf(7, {}, { uid: undefined }));
    expect(only(states.deleted(objectOf(8, {}, { uid: undefined })))).not.toHaveProperty('id', (first as { id: string }).id);
  });
});

describe('a rule', () => {
  const only1 = (rule: Partial<ChangeRule>, ...versions: readonly object[]) => {
    const states = statesOf(DEPLOYMENTS, rule);
    return changes(versions.flatMap((fields, index) => states.applied(objectOf(index + 1, { ...fields }))));
  };

  it('chooses types of changes', () => {
    expect(only1({ types: new Set(['created']) }, { spec: 1 }, { spec: 2 })).toMatchObject([
      { type: 'created' },
      { what: 'ignored', reason: 'event type' },
    ]);
    const states = statesOf(DEPLOYMENTS, { types: new Set(['deleted']) });
    expect(only(states.applied(objectOf(1)))).toEqual({ what: 'ignored', reason: 'event type' });
    expect(only(states.deleted(objectOf(2)))).toMatchObject({ type: 'deleted' });
  });

  it('leaves then out', () =>
    expect(only1({ withThen: false }, { spec: 1 }, { spec: 2 })[1]).toMatchObject({ type: 'updated', then: undefined }));

  it('samples updates, the same ones everywhere, and never creations and deletions', () => {
    const run = () => {
      const states = statesOf(DEPLOYMENTS, { sample: 0.5 });
      const all = Array.from({ length: 200 }, (_, index) => states.applied(objectOf(index + 1, { spec: index }))).flat();
      return changes([...all, ...states.deleted(objectOf(300))]).map((each) => ('type' in each ? each.type : each.what));
    };
    const said = run();
    expect(said).toEqual(run());
    expect([said[0], said.at(-1)]).toEqual(['created', 'deleted']);
    const updates = said.filter((each) => each === 'updated').length;
    expect(updates).toBeGreaterThan(60);
    expect(updates).toBeLessThan(140);
  });

  it('of references shows no more, and still says what changed out of sight', () => {
    const said = only1({ mode: 'reference' }, { spec: { a: 1 }, status: 1 }, { spec: { a: 2 }, status: 1 }, { spec: { a: 2 }, status: 1 });
    const reference = whole({ metadata: { namespace: 'default', name: 'web', uid: 'u1', resourceVersion: '2' } });
    expect(said[1]).toMatchObject({ now: reference, changed: ['/spec'], isReference: true });
    expect(said[2]).toEqual({ what: 'ignored', reason: 'no difference' });
  });

  it('of metadata shows no more', () => {
    const said = only1(
      { mode: 'metadata', ...ignoring('/status/a') },
      { spec: 1, status: { a: 1 } },
      { spec: 1, status: { a: 2 } },
      { spec: 2 },
    );
    expect(said[0]).toHaveProperty('now', whole({ metadata: objectOf(1).metadata }));
    expect(said[1]).toEqual({ what: 'ignored', reason: 'no difference' });
    expect(said[2]).toMatchObject({ changed: ['/spec', '/status'] });
  });

  it('takes a change for one where the server was asked for metadata alone', () => {
    const states = statesOf(DEPLOYMENTS, { mode: 'metadata' }, { partial: true });
    states.applied(objectOf(1));
    expect(only(states.applied(objectOf(2)))).toMatchObject({ type: 'updated', changed: [] });
  });

  it('that an object stops to match, or starts to, deletes and creates it to the reader, each time', () => {
    const states = statesOf(
      DEPLOYMENTS,
      {},
      {
        ruleFor: ({ metadata }) => ({ ...WITHOUT_RULE, mode: metadata?.labels?.['on'] === 'yes' ? 'full' : 'drop' }),
      },
    );
    const labelled = (version: number, on: string) => states.applied(objectOf(version, {}, { labels: { on } }));
    const said = changes([...labelled(1, 'yes'), ...labelled(2, 'no'), ...labelled(3, 'no'), ...labelled(4, 'yes'), ...labelled(5, 'no')]);
    expect(said).toMatchObject([
      { type: 'created' },
      { type: 'deleted', then: { metadata: { labels: { on: 'yes' } } } },
      { what: 'ignored', reason: 'dropped' },
      { type: 'created' },
      { type: 'deleted' },
    ]);
    expect(new Set(said.flatMap((each) => ('id' in each ? [each.id] : []))).size).toBe(4);
  });

  it('never has to do with our own objects', () => {
    const states = statesOf(DEPLOYMENTS, {}, { ruleFor: () => 'own' });
    expect(only(states.applied(objectOf(1)))).toEqual({ what: 'ignored', reason: 'own' });
    expect(states.size).toBe(0);
  });

  it('lets go of the objects of a namespace that is not followed any more', () => {
    const states = statesOf(DEPLOYMENTS);
    states.applied(objectOf(1));
    states.applied(objectOf(2, {}, { namespace: 'other', uid: 'u2' }));
    expect(only(states.namespaceLeft('default'))).toMatchObject({ type: 'deleted', object: { namespace: 'default' } });
    expect(states.size).toBe(1);
  });
});

describe('a Secret', () => {
  it('with a new password is an event that says so, and shows neither', () => {
    const states = statesOf(SECRETS);
    states.applied(objectOf(1, { data: { user: 'cm9vdA==', password: 'b25l' } }));
    const change = only(states.applied(objectOf(2, { data: { user: 'cm9vdA==', password: 'dHdv' } })));
    expect(change).toMatchObject({ changed: ['/data/password'], now: { data: { user: REDACTED, password: REDACTED } } });
    expect(JSON.stringify(change)).not.toMatch(/b25l|dHdv/);
    const annotated = objectOf(3, { data: { user: 'cm9vdA==', password: 'dHdv' } }, { annotations: { [LAST_APPLIED]: 'dHdv' } });
    expect(only(states.applied(annotated))).toMatchObject({ changed: ['/metadata/annotations'], now: { metadata: { annotations: {} } } });
  });

  it('that another process remembered is an event, since nobody can tell whether its values are the same', () => {
    const [one, other] = [statesOf(SECRETS), statesOf(SECRETS)];
    one.applied(objectOf(1, { data: { password: 'b25l' } }));
    other.restore([...one.entries()].map(([key, remembered]) => [key, { ...remembered, hidden: undefined }]));
    expect(only(other.applied(objectOf(2, { data: { password: 'b25l' } })))).toMatchObject({ changed: ['/data/password'] });
    expect(only(other.applied(objectOf(3, { data: { password: 'b25l' } })))).toEqual({ what: 'ignored', reason: 'no difference' });
  });

  it('that cannot be redacted is refused, and nothing is said of what is in it', () => {
    let nested: object = { password: 'hunter2' };
    for (let depth = 0; depth < 20_000; depth += 1) nested = { nested };
    const said = only(statesOf(DEPLOYMENTS).applied(objectOf(1, { spec: nested })));
    expect(said).toMatchObject({ what: 'refused', object: { name: 'web' }, why: 'it could not be redacted (RangeError)' });
  });
});

it('fields called __proto__ are data', () => {
  const states = statesOf(DEPLOYMENTS);
  const odd = (version: number, value: number) =>
    JSON.parse(`{"metadata":{"name":"a","uid":"u","resourceVersion":"${version}"},"spec":{"__proto__":${value}}}`) as object;
  states.applied(odd(1, 1));
  const [noticed] = states.applied(odd(2, 2));
  const change = noticed?.what === 'change' ? noticed.change : undefined;
  expect(change?.changed).toEqual(['/spec/__proto__']);
  expect(Buffer.from(change?.now ?? []).toString()).toContain('"spec":{"__proto__":2}');
  expect(parsed(change?.then)).toMatchObject({ kind: 'Deployment' });
});
