import { describe, expect, it } from '@jest/globals';
import { configMap, MERGE, namespaced, pod } from '../../../conformance/objects.ts';
import { running } from '../running.ts';

describe('the status of a quota', () => {
  const defects: unknown[] = [];
  const here = running({ report: (error) => defects.push(error) });
  const at = namespaced('default', 'resourcequotas');
  const usedOf = (object: unknown) => (object as { readonly status?: { readonly used?: Readonly<Record<string, string>> } }).status?.used;
  /** Watches the quota; what it resolves to waits until so much of something is used. */
  const watched = async () => {
    const events = await here.api.watch(`${at}?watch=true`);
    return async (resource: string, amount: string) => {
      for await (const { object } of events) if (usedOf(object)?.[resource] === amount) return;
      throw new Error('the watch has ended');
    };
  };

  it('counts what is there when it is made, what comes, and what goes', async () => {
    await here.api.ask('POST', namespaced('default', 'configmaps'), { body: configMap('before') });
    const made = await watched();
    await here.api.ask('POST', at, { body: { metadata: { name: 'q' }, spec: { hard: { configmaps: '2', pods: '5' } } } });
    await made('configmaps', '1');
    await here.api.ask('POST', namespaced('default', 'configmaps'), { body: configMap('after') });
    await expect(here.api.ask('GET', `${at}/q`)).resolves.toMatchObject({ body: { status: { used: { configmaps: '2' } } } });
    await expect(here.api.ask('POST', namespaced('default', 'configmaps'), { body: configMap('third') })).resolves.toMatchObject({
      code: 403,
    });
    const less = await watched();
    await here.api.ask('DELETE', `${namespaced('default', 'configmaps')}/before`);
    await less('configmaps', '1');
    await expect(here.api.ask('POST', namespaced('default', 'configmaps'), { body: configMap('third') })).resolves.toMatchObject({
      code: 201,
    });
  });

  it('lets go of a pod that has ended', async () => {
    await here.api.ask('POST', namespaced('default', 'pods'), { body: pod('p') });
    await expect(here.api.ask('GET', `${at}/q`)).resolves.toMatchObject({ body: { status: { used: { pods: '1' } } } });
    const less = await watched();
    await here.api.ask('PATCH', `${namespaced('default', 'pods')}/p/status`, { body: { status: { phase: 'Succeeded' } }, ...MERGE });
    await less('pods', '0');
  });

  it('is no defect', () => expect(defects).toEqual([]));
});

describe('the taint of a new node', () => {
  const here = running();

  it('goes when the node is ready', async () => {
    await here.api.ask('POST', '/api/v1/nodes', { body: { metadata: { name: 'n' } } });
    const events = await here.api.watch('/api/v1/nodes?watch=true');
    const conditions = [{ type: 'Ready', status: 'True' }];
    await here.api.ask('PATCH', '/api/v1/nodes/n/status', { body: { status: { conditions } }, ...MERGE });
    for await (const { object } of events) if (object['spec']?.['taints'] === undefined) break;
    await expect(here.api.ask('GET', '/api/v1/nodes/n')).resolves.toMatchObject({ body: { spec: {} } });
  });
});
