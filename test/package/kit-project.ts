/** A test of a project that has the kit alone. Any test runner will do: it has its `test`, or that of Node is taken. */
export const ANY_RUNNER = `
import assert from 'node:assert/strict';
import { ApiError, configMaps, nameOfKey, resource, type NamespacedName } from 'civ8s/kube';
import { count, start, type Controller, type Outcome } from 'civ8s/runtime';
import { startLab, type Lab } from 'civ8s/testing';

type Test = (name: string, run: () => Promise<void>) => void;
const test: Test = (globalThis as { test?: Test }).test ?? process.getBuiltinModule('node:test').test;

/** Looks at every ConfigMap. */
const looking = (look: (key: string) => unknown): Controller => ({
  name: 'looking',
  summary: 'looks',
  flags: {},
  setUp({ follow }) {
    const maps = follow(configMaps, { namespaces: ['shop'], keys: ({ object }) => [object.metadata?.name ?? ''] });
    return async (key) => (maps.get('shop/' + key) === undefined ? 'on-change' : ((await look(key)) as Outcome));
  },
});
const put = (lab: Lab, name: string) => lab.put(configMaps, { metadata: { namespace: 'shop', name } });

/** Runs it as a program of its own, in the time of the machine. */
function program(controller: Controller, ...args: readonly string[]) {
  const told = new AbortController();
  const said: string[] = [];
  const out = { write: (text: string) => said.push(text) };
  const ended = start(controller, { args, env: {}, stdout: out, stderr: out, stopSignal: () => told.signal });
  return { said, ended, stop: () => told.abort(new Error('told to')) };
}

test('a reconcile that always comes back at once starves neither a stop nor another key', async () => {
  await using lab = await startLab();
  await put(lab, 'spins');
  const turns = Promise.withResolvers<void>();
  const other = Promise.withResolvers<void>();
  let count = 0;
  const spinning = looking((key) => {
    if (key === 'other') other.resolve();
    if (++count === 200) turns.resolve();
    return key === 'other' ? 'on-change' : { afterMs: 0 };
  });
  const args = ['--kubeconfig=' + lab.kubeconfig, '--http-addr=127.0.0.1:0', '--workers=1', '--leader-elect=false'];
  const { stop, ended } = program(spinning, ...args);
  await turns.promise;
  await put(lab, 'other');
  await other.promise;
  stop();
  assert.equal(await ended, 0);
});

test('an answer that is neither of the two, and a defect, are errors of the key, with the place', async () => {
  await using lab = await startLab();
  for (const name of ['undefined', 'nan', 'defect', 'good']) await put(lab, name);
  const good: string[] = [];
  const careless = looking((key) => {
    if (key === 'undefined') return undefined;
    if (key === 'nan') return { afterMs: NaN };
    if (key === 'defect') throw new TypeError('no page');
    good.push(key);
    return 'on-change';
  });
  const { logs, metrics } = await lab.run(careless);
  await lab.quiet();
  const failures = new Map(logs.filter(({ message }) => message === 'reconcile failed').map((line) => [line['key'], line]));
  const answer = "answer 'on-change', or { afterMs } with a number of milliseconds that is 0 or more";
  assert.equal(failures.get('undefined')?.['error'], 'the reconcile answered undefined: ' + answer);
  assert.equal(failures.get('nan')?.['error'], 'the reconcile answered { afterMs: NaN }: ' + answer);
  const defect = failures.get('defect');
  assert.equal(defect?.['level'], 'error');
  assert.match(String(defect?.['at']), /kit\\.test\\.ts/);
  assert.match(String(logs.find(({ stack }) => stack !== undefined)?.['stack']), /^[^]*at /);
  assert.match(await metrics(), /controller_runtime_reconcile_panics_total\\{.*\\} [1-9]/);
  assert.deepEqual(good, ['good']);
});

test('a name that no Lease can have, and a flag of the runtime, are refused at the start', async () => {
  const idle = looking(() => 'on-change');
  const badName = program({ ...idle, name: 'My Controller' });
  const badFlag = program({ ...idle, flags: { workers: count({ least: 1, fallback: 1, help: 'of its own' }) } } as unknown as Controller);
  assert.deepEqual([await badName.ended, await badFlag.ended], [1, 1]);
  assert.match(badName.said.join(''), /no Lease can be: give it a name of lower-case letters/);
  assert.match(badFlag.said.join(''), /--workers is a flag that every controller has: give that of looking another name/);
});

test('a stand-by says who leads, and until when it waits at the latest', async () => {
  await using lab = await startLab();
  const leading = await lab.run(looking(() => 'on-change'), { elects: true });
  await lab.quiet();
  await leading.die();
  const { logs } = await lab.run(looking(() => 'on-change'), { elects: true });
  await lab.quiet();
  const standBy = logs.filter(({ message }) => message === 'standing by');
  const told = standBy.map(({ level, leader, unlessRenewedBy }) => [level, leader, unlessRenewedBy]);
  assert.deepEqual(told, [['info', 'looking-1', '2026-01-01T00:00:15Z']]);
});

test('a name without its namespace, and a kind that is not defined, are said to be just that', async () => {
  await using lab = await startLab();
  const nowhere = { name: 'a' } as NamespacedName;
  const why = (error: unknown) => (ApiError.is(error) ? error.code + ' ' + error.message : String(error));
  assert.match(await lab.client.get(configMaps, nowhere).catch(why) as string, /^bad-request .*configmaps a: no namespace is given/);
  const gadgets = resource('example.org', 'v1', 'gadgets', 'Gadget');
  assert.match(
    await lab.client.get(gadgets, nameOfKey('shop/a')).catch(why) as string,
    /the cluster has no gadgets\\.example\\.org.*: is its CustomResourceDefinition applied\\?/,
  );
});

test('a lab that nobody stops keeps no process alive', async () => {
  const lab = await startLab();
  await lab.run(looking(() => ({ afterMs: 1_000 })));
  await put(lab, 'a');
  await lab.pass('1m');
});
`;
