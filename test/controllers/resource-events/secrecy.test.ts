import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configMaps, events, leases, secrets } from '../../../kube/objects/built-in.ts';
import { until } from '../../until.ts';
import type { Agent } from './agent.ts';
import { worldOfEachTest } from './embedded-world.ts';
import { startSink, type Sink } from './sink.ts';
import { installWidgets, widgets } from './widgets.ts';

const world = worldOfEachTest();
let sink: Sink;
beforeEach(async () => {
  sink = await startSink();
});
afterEach(() => sink.stop());

const PLANTED = ['first', 'second', 'third', 'applied', 'by-rule', 'nested', 'plain', 'password', 'query'].map((word) => `planted-${word}`);
/** The word itself, and how it looks in base64, wherever it begins. */
const traces = (word: string): readonly string[] => [
  word,
  ...[0, 1, 2].map((shift) =>
    Buffer.from('x'.repeat(shift) + word)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  ),
];
const encoded = (text: string): string => Buffer.from(text).toString('base64');

const name = { namespace: 'default', name: 'planted' };
const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** A Secret that is made, changed, and deleted; and one within another object. Nothing of `planted-` is to get out. */
async function plant(): Promise<void> {
  const annotations = { [APPLIED]: '{"data":{"k":"planted-applied"}}', note: 'planted-by-rule' };
  await world.client.create(secrets, { metadata: { ...name, annotations }, data: { k: encoded('planted-first') } });
  await world.client.patch(secrets, name, { merge: { data: { k: encoded('planted-second'), other: encoded('planted-third') } } });
  const within = { apiVersion: 'v1', kind: 'Secret', data: { k: encoded('planted-nested') }, stringData: { k: 'planted-plain' } };
  const manifests = [within, { apiVersion: 'v1', kind: 'List', items: [within] }];
  await world.client.create(widgets, { metadata: { ...name, annotations: { [APPLIED]: 'planted-applied' } }, spec: { manifests } });
  await world.client.delete(secrets, name);
  await world.client.delete(widgets, name);
}

const filesIn = (folder: string): string =>
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'latin1'))
    .join('\n');

async function pathsOf(agent: Agent): Promise<string> {
  const own = await Promise.all(['/healthz', '/live', '/readyz', '/metrics', '/why', '/'].map((path) => agent.get(path)));
  const { port } = await agent.logged("kollect's paths are served");
  const kollect = ['health', 'ready', 'metrics', 'pprof/cmdline'].map(async (path) =>
    (await fetch(`http://127.0.0.1:${String(port)}/__/${path}`)).text(),
  );
  return JSON.stringify([own, await Promise.all(kollect)]);
}

describe('what leaves the agent', () => {
  it('holds no value of a Secret, no applied configuration, no password of a bus, and no token', async () => {
    const [states, dead, rules] = ['states', 'dead.jsonl', 'rules.yaml'].map((file) => join(world.folder, file));
    writeFileSync(String(rules), '- resources: [secrets]\n  redact: ["/metadata/annotations/note"]\n');
    await installWidgets(world);
    const bus = sink.url.replace('//', '//user:planted-password@');
    const agent = world.startForAll(
      '--include=secrets,configmaps,widgets.example.com',
      `--event-writer-url=${bus}?token=planted-query`,
      `--dead-letter-url=file://${dead}?password=planted-password`,
      `--rules=${rules}`,
      `--state-dir=${states}`,
      '--kollect-addr=127.0.0.1:0',
      '--leader-elect=true',
      '--debug',
    );
    await agent.ready();
    await plant();
    for (const kind of ['Secret', 'Widget']) await sink.saw('the deletion', (event) => event.type === 'deleted' && event.kind === kind);
    sink.status = 503; // what waits is in the state dir
    await plant();
    await agent.logged('the bus takes no messages: they are kept');
    await until('all of it to wait', async () => /_pending 5\b/.test((await agent.get('/metrics'))[1]));
    await until('it to be on the disk', () => filesIn(String(states)).includes(encoded('redacted')));
    const waiting = [await pathsOf(agent), filesIn(String(states))];
    sink.status = 200;
    sink.isTooLarge = (text) => text.includes('planted');
    await agent.logged('a change that the bus does not take went to the dead letters');
    await world.put('fence', 1);
    await sink.saw('the fence', (event) => 'name' in event && event.name === 'fence');
    const paths = await pathsOf(agent);
    await agent.stop();
    const kept = await Promise.all([configMaps, leases, events].map((kind) => world.client.list<object>(kind)));
    const all = {
      bus: sink.received.join('\n'),
      log: JSON.stringify(agent.logs),
      errors: agent.errors.join(),
      'dead letters': readFileSync(String(dead), 'utf8'),
      'state dir': [...waiting, filesIn(String(states))].join('\n'),
      paths,
      'checkpoint, Lease and Events': JSON.stringify(kept),
    };
    for (const told of [all.bus, all['dead letters'], all['state dir']]) expect(told).toContain(encoded('redacted'));
    expect(all.bus).toContain('"/data/k"'); // that it has changed is told, and not to what
    for (const [where, text] of Object.entries(all))
      for (const word of [...PLANTED, world.adminToken])
        for (const trace of traces(word)) expect({ where, word, found: text.includes(trace) }).toEqual({ where, word, found: false });
  });
});
