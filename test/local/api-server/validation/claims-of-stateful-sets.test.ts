import { expect, it } from '@jest/globals';
import { namespaced } from '../../../conformance/objects.ts';
import { running } from '../running.ts';

const here = running();
const ask = (volumeMounts: readonly object[]) =>
  here.api.ask('POST', namespaced('default', 'statefulsets', 'apis/apps/v1'), {
    body: {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { generateName: 's-' },
      spec: {
        serviceName: 's',
        selector: { matchLabels: { a: 's' } },
        template: { metadata: { labels: { a: 's' } }, spec: { containers: [{ name: 'c', image: 'i', volumeMounts }] } },
        volumeClaimTemplates: [
          { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } } },
        ],
      },
    },
  });

it('the pods of a StatefulSet mount its claims, and nothing else that is not there', async () => {
  expect((await ask([{ name: 'data', mountPath: '/data' }])).code).toBe(201);
  expect(await ask([{ name: 'nope', mountPath: '/nope' }])).toMatchObject({
    code: 422,
    body: {
      message: expect.stringContaining('is invalid: spec.template.spec.containers[0].volumeMounts[0].name: Not found: "nope"'),
    },
  });
});
