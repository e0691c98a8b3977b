import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configMaps, events, secrets } from '../../../kube/objects/built-in.ts';
import { until } from '../../until.ts';
import { worldOfEachTest } from './embedded-world.ts';

const world = worldOfEachTest();

const PLANTED = ['planted-first', 'planted-second', 'planted-applied', 'planted-password', 'planted-nested'];
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

describe('what leaves the agent', () => {
  it('holds no value of a Secret, no applied configuration and no password of the bus', async () => {
    const file = join(world.folder, 'out.jsonl');
    const dead = join(world.folder, 'dead.jsonl');
    const rules = join(world.folder, 'rules.yaml');
    writeFileSync(rules, '- resources: [secrets]\n  redact: ["/metadata/annotations/note"]\n');
    const agent = world.startForAll(
      `--event-writer-url=file://${file}?password=planted-password`,
      `--dead-letter-url=file://${dead}`,
      `--rules=${rules}`,
      '--debug',
    );
    await agent.ready();
    const name = { namespace: 'default', name: 's' };
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"k":"planted-applied"}}', note: 'planted-nested' };
    await world.client.create(secrets, { metadata: { ...name, annotations }, data: { k: encoded('planted-first') } });
    await world.client.patch(secrets, name, { merge: { data: { k: encoded('planted-second') } } });
    await world.client.delete(secrets, name);
    await world.put('fence', 1);
    const written = await until('the fence', () => {
      const text = readFileSync(file, 'utf8');
      return text.includes('fence') && text.includes('resource.deleted') ? text : undefined;
    });
    const told = await world.client.list(events);
    const checkpoint = await world.client.list(configMaps, { namespace: 'default' });
    const [, metrics] = await agent.get('/metrics');
    await agent.stop();
    expect(written).toContain('"/data/k"'); // that it has changed is told, and not to what
    const all = {
      bus: written,
      log: JSON.stringify(agent.logs),
      metrics,
      errors: agent.errors.join(),
      events: JSON.stringify(told),
      checkpoint: JSON.stringify(checkpoint),
    };
    for (const [where, text] of Object.entries(all))
      for (const word of PLANTED)
        for (const trace of traces(word)) expect({ where, word, found: text.includes(trace) }).toEqual({ where, word, found: false });
  });
});
