import { describe, expect, it } from '@jest/globals';
import { MERGE, namespaced, pod } from '../../../conformance/objects.ts';
import { running } from '../running.ts';

const claim = (name: string) => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
});
const using = (name: string) => pod('user', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: name } }] });

describe('claims and volumes that are to go', () => {
  const defects: unknown[] = [];
  const here = running({ report: (error) => defects.push(error) });
  const at = namespaced('default', 'persistentvolumeclaims');
  /** Watches something of that name; what it resolves to waits until that is gone. */
  const gone = async (path: string, name: string) => {
    const events = await here.api.watch(`${path}?watch=true&fieldSelector=metadata.name%3D${name}`);
    return async () => {
      for await (const { type } of events) if (type === 'DELETED') return;
      throw new Error('the watch has ended');
    };
  };

  it('go at once where nobody uses them', async () => {
    await here.api.ask('POST', at, { body: claim('free') });
    const ended = await gone(at, 'free');
    await here.api.ask('DELETE', `${at}/free`);
    await ended();
    await here.api.ask('POST', '/api/v1/persistentvolumes', {
      body: {
        metadata: { name: 'v' },
        spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } },
      },
    });
    const volume = await gone('/api/v1/persistentvolumes', 'v');
    await here.api.ask('DELETE', '/api/v1/persistentvolumes/v');
    await volume();
  });

  it('stay as long as a pod uses them', async () => {
    await here.api.ask('POST', at, { body: claim('used') });
    await here.api.ask('POST', namespaced('default', 'pods'), { body: using('used') });
    const ended = await gone(at, 'used');
    await here.api.ask('DELETE', `${at}/used`);
    // The claim that goes is the fence: whatever is to be done about the one before it is done by then.
    await here.api.ask('POST', at, { body: claim('fence') });
    const fence = await gone(at, 'fence');
    await here.api.ask('DELETE', `${at}/fence`);
    await fence();
    await expect(here.api.ask('GET', `${at}/used`)).resolves.toMatchObject({ code: 200 });
    await here.api.ask('PATCH', `${namespaced('default', 'pods')}/user/status`, { body: { status: { phase: 'Succeeded' } }, ...MERGE });
    await ended();
  });

  it('hold no namespace that is to go', async () => {
    await here.api.ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'ending' } } });
    await here.api.ask('POST', namespaced('ending', 'persistentvolumeclaims'), { body: claim('c') });
    await here.api.ask('POST', namespaced('ending', 'pods'), {
      body: { ...using('c'), metadata: { name: 'user', namespace: 'ending' } },
    });
    const ended = await gone('/api/v1/namespaces', 'ending');
    await here.api.ask('DELETE', '/api/v1/namespaces/ending');
    await ended();
  });

  it('are no defect', () => expect(defects).toEqual([]));
});
