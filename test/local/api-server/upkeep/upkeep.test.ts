import { describe, expect, it } from '@jest/globals';
import { configMap, deployment, MERGE, namespaced, pod } from '../../../conformance/objects.ts';
import { textOf } from '../api-client.ts';
import { until } from '../../../until.ts';
import { running } from '../running.ts';

describe('what the embedded server does by itself', () => {
  const defects: unknown[] = [];
  const here = running({ defaultAccounts: true, report: (error) => defects.push(error) });
  const at = namespaced('default', 'configmaps');
  const make = async (name: string, metadata: Readonly<Record<string, unknown>> = {}) =>
    textOf((await here.api.ask('POST', at, { body: configMap(name, {}, metadata) })).body['metadata']?.['uid']);
  const ownedBy = (name: string, uid: string, more: object = {}) => ({
    ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name, uid, ...more }],
  });
  /** The next event of an object that fits. */
  const eventually = async (name: string, fits: (type: string, metadata: Readonly<Record<string, unknown>>) => boolean) => {
    for await (const { type, object } of await here.api.watch(`${at}?watch=true&fieldSelector=metadata.name%3D${name}`))
      if (fits(type, { ...object['metadata'] })) return;
    throw new Error('the watch has ended');
  };

  it('takes along what belongs to a deleted object, generation by generation', async () => {
    const [grand] = [await make('grand')];
    const parent = await make('parent', ownedBy('grand', grand));
    await make('child', ownedBy('parent', parent));
    const gone = eventually('child', (type) => type === 'DELETED');
    await here.api.ask('GET', `${at}/child`);
    await here.api.ask('DELETE', `${at}/grand`);
    await gone;
    await expect(here.api.ask('GET', `${at}/parent`)).resolves.toMatchObject({ code: 404 });
  });

  it('leaves what has another owner still', async () => {
    const [one, two] = [await make('one'), await make('two')];
    await make('shared', { ownerReferences: [...ownedBy('one', one).ownerReferences, ...ownedBy('two', two).ownerReferences] });
    const changed = eventually(
      'shared',
      (type, metadata) =>
        type === 'MODIFIED' ||
        (JSON.stringify(metadata['ownerReferences']).includes(two) && !JSON.stringify(metadata['ownerReferences']).includes(one)),
    );
    await here.api.ask('DELETE', `${at}/one`);
    await changed;
    await expect(here.api.ask('GET', `${at}/shared`)).resolves.toMatchObject({
      code: 200,
      body: { metadata: { ownerReferences: [{ name: 'two' }] } },
    });
  });

  it('orphans if it is asked to', async () => {
    const uid = await make('leaver');
    await make('left', ownedBy('leaver', uid));
    const free = eventually('left', (_type, metadata) => metadata['ownerReferences'] === undefined);
    await here.api.ask('DELETE', `${at}/leaver`, { body: { propagationPolicy: 'Orphan' } });
    await free;
    await expect(here.api.ask('GET', `${at}/left`)).resolves.toMatchObject({ code: 200 });
  });

  it('waits for dependents in the foreground', async () => {
    const uid = await make('front');
    await make('blocking', { ...ownedBy('front', uid, { blockOwnerDeletion: true }), finalizers: ['example.com/hold'] });
    const marked = eventually('blocking', (_type, metadata) => metadata['deletionTimestamp'] !== undefined);
    const ended = eventually('front', (type) => type === 'DELETED');
    await here.api.ask('GET', `${at}/front`);
    await here.api.ask('DELETE', `${at}/front`, { body: { propagationPolicy: 'Foreground' } });
    await marked;
    await expect(here.api.ask('GET', `${at}/front`)).resolves.toMatchObject({
      code: 200,
      body: { metadata: { finalizers: ['foregroundDeletion'] } },
    });
    await here.api.ask('PATCH', `${at}/blocking`, { ...MERGE, body: { metadata: { finalizers: null } } });
    await ended;
  });

  it('ends a namespace with all that it holds', async () => {
    await here.api.ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'ending' } } });
    await here.api.ask('POST', namespaced('ending', 'pods'), { body: pod('p') });
    await here.api.ask('POST', namespaced('ending', 'deployments', 'apis/apps/v1'), { body: deployment('d') });
    const events = await here.api.watch('/api/v1/namespaces?watch=true&fieldSelector=metadata.name%3Dending');
    await expect(here.api.ask('DELETE', '/api/v1/namespaces/ending')).resolves.toMatchObject({
      code: 200,
      body: { status: { phase: 'Terminating' } },
    });
    for await (const { type } of events) if (type === 'DELETED') break;
    await expect(here.api.ask('GET', '/api/v1/pods?fieldSelector=metadata.namespace%3Dending')).resolves.toMatchObject({
      body: { items: [] },
    });
  });

  it('gives each namespace its account and the certificate', async () => {
    const seen = await here.api.watch('/api/v1/serviceaccounts?watch=true&fieldSelector=metadata.namespace%3Dfresh');
    await here.api.ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'fresh' } } });
    for await (const { object } of seen) {
      expect(object).toMatchObject({ metadata: { name: 'default' } });
      break;
    }
    await expect(here.api.ask('GET', `${namespaced('fresh', 'configmaps')}/kube-root-ca.crt`)).resolves.toMatchObject({
      body: { data: { 'ca.crt': here.server.ca } },
    });
  });

  it('gives nothing more to a namespace that has gone', async () => {
    const beginsIn = async (name: string) => {
      const accounts = await here.api.watch(`/api/v1/serviceaccounts?watch=true&fieldSelector=metadata.namespace%3D${name}`);
      await here.api.ask('POST', '/api/v1/namespaces', { body: { metadata: { name } } });
      for await (const { type } of accounts) if (type === 'ADDED') return;
    };
    await beginsIn('leaving');
    await here.api.ask('DELETE', '/api/v1/namespaces/leaving');
    await until('it to be gone', async () => (await here.api.ask('GET', '/api/v1/namespaces/leaving')).code === 404);
    await beginsIn('later'); // they are looked after in turn
    await expect(here.api.ask('GET', namespaced('leaving', 'configmaps'))).resolves.toMatchObject({ body: { items: [] } });
  });

  it('has no defect in any of this', () => expect(defects).toEqual([]));
});
