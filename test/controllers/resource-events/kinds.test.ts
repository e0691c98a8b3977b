import { describe, expect, it } from '@jest/globals';
import { forbidden } from '../../../local/api-server/contracts/status-error.ts';
import { configMaps, events, namespaces, secrets } from '../../../kube/objects/built-in.ts';
import { named } from './told.ts';
import { worldOfEachTest } from './embedded-world.ts';
import { installWidgets, removeWidgets, widgets } from './widgets.ts';

const world = worldOfEachTest();

const widget = (name: string) => world.client.create(widgets, { metadata: { name, namespace: 'default' } });

describe('the kinds that are followed', () => {
  it('A7: come and go: a kind that is installed, removed and installed again', async () => {
    const reading = world.read();
    const agent = world.start('--include=widgets.example.com');
    await agent.ready();
    expect(agent.logs.map(({ message }) => message)).toContain('the cluster does not serve what is included: it is waited for');
    await installWidgets(world);
    await widget('one');
    await reading.saw('the first', (event) => event.kind === 'Widget' && event.type !== 'deleted');
    await removeWidgets(world);
    await reading.saw('its end', named('one', 'deleted'));
    await agent.logged('is not served any more: what was there is deleted');
    await installWidgets(world);
    await widget('two');
    await reading.saw('the second', (event) => event.kind === 'Widget' && 'name' in event && event.name === 'two');
    expect(reading.words('Widget').map((words) => words.trim())).toEqual([
      expect.stringMatching(/^(created|listed) one$/),
      'deleted one',
      expect.stringMatching(/^(created|listed) two$/),
    ]);
  });

  it('A7: go on in another version, once the server prefers that, with no word of what is as it was', async () => {
    await installWidgets(world);
    await widget('one');
    await widget('two');
    const reading = world.read();
    const agent = world.start('--include=widgets.example.com');
    await reading.saw('what is there', named('two', 'listed'));
    await installWidgets(world, 'v2', 'v1');
    await agent.logged('is followed in another version');
    await world.client.patch(widgets, { namespace: 'default', name: 'two' }, { merge: { spec: { size: 2 } } });
    await reading.saw('the change', named('two', 'updated'));
    expect(reading.words('Widget').map((words) => words.trim())).toEqual(['listed one', 'listed two', 'updated two  ->']);
  });

  it('are all that are served, but for what is noise, and each once', async () => {
    const reading = world.read();
    const agent = world.startForAll();
    await agent.ready();
    await world.put('fence', 1);
    await reading.saw('the fence', named('fence', 'created'));
    expect(agent.logs.filter(({ level }) => level === 'error')).toEqual([]);
    expect(new Set(reading.events.map(({ id }) => id)).size).toBe(reading.events.length);
    expect(reading.events.map((event) => ('kind' in event ? event.kind : ''))).not.toContain('Lease');
  });

  it('have their objects told once, also where those have two names', async () => {
    const reading = world.read();
    const agent = world.startForAll('--include=events,events.events.k8s.io,configmaps');
    await agent.ready();
    const involvedObject = { kind: 'ConfigMap', namespace: 'default', name: 'a' };
    await world.client.create(events, { metadata: { name: 'twin', namespace: 'default' }, involvedObject, reason: 'Seen' });
    await world.put('fence', 1);
    await reading.saw('the Event', named('twin', 'created'));
    await reading.saw('the fence', named('fence', 'created'));
    expect((await agent.get('/metrics'))[1]).toMatch(/_followed\{state="live"\} 2$/m);
    expect(reading.events.filter(named('twin', 'created'))).toHaveLength(1);
  });

  it('keep nobody waiting where they may not be read, and are said once', async () => {
    const refusal = { do: 'fail', status: forbidden({ group: '', plural: 'secrets' }, '', 'by policy').status } as const;
    const refusing = world.faults.inject({ at: 'request', resource: 'secrets' }, refusal);
    const reading = world.read();
    const agent = world.start('--include=secrets');
    await agent.ready();
    await world.put('a', 1);
    await reading.saw('the change', named('a', 'created'));
    refusing.remove();
    await agent.logged('followed again');
    await world.client.create(secrets, { metadata: { name: 's', namespace: 'default' } });
    await reading.saw('the Secret', named('s', 'created'));
    const said = agent.logs.filter(({ message, level }) => level !== 'debug' && String(message).startsWith('not followed'));
    expect(said).toHaveLength(1);
  });
});

describe('what is followed', () => {
  it('is no more than the namespaces that are named', async () => {
    const reading = world.read();
    const agent = world.startForAll('--include=configmaps', '--namespaces-to-ignore=default');
    await agent.ready();
    await world.put('a', 1);
    await world.client.create(configMaps, { metadata: { name: 'fence', namespace: 'kube-system' } });
    await reading.saw('the fence', named('fence', 'created'));
    expect(reading.events.filter((event) => 'namespace' in event && event.namespace === 'default')).toEqual([]);
  });

  it('is what is in the namespaces that a selector wants, also where they come and go', async () => {
    const label = (namespace: string, team: string | null) =>
      world.client.patch(namespaces, { name: namespace }, { merge: { metadata: { labels: { team } } } });
    const map = (namespace: string, name: string) => world.client.create(configMaps, { metadata: { name, namespace } });
    for (const name of ['ours', 'theirs']) await world.client.create(namespaces, { metadata: { name, labels: { team: name } } });
    await map('ours', 'a');
    await map('theirs', 'b');
    const reading = world.read();
    const agent = world.startForAll('--include=configmaps', '--namespace-selector=team=ours');
    await agent.ready();
    await label('theirs', 'ours');
    await reading.saw('what has come', named('b', 'created'));
    await label('ours', null);
    await reading.saw('what has gone', named('a', 'deleted'));
    await map('ours', 'unseen');
    await map('theirs', 'c');
    await reading.saw('the fence', named('c', 'created'));
    expect(reading.words().map((words) => words.trim())).toEqual(['listed a', 'created b', 'deleted a', 'created c']);
  });
});
