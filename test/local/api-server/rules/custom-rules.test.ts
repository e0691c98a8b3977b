import { expect, it } from '@jest/globals';
import { running } from '../running.ts';

const here = running();

it('a rule is judged however its definition writes the word', async () => {
  const names = { plural: 'gauges', singular: 'gauge', kind: 'Gauge', listKind: 'GaugeList' };
  const rules = [{ rule: 'self.value < 10', message: 'is too much' }];
  const spec = { type: 'object', properties: { value: { type: 'integer' } }, 'x-kubernetes-validations': rules };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'gauges.example.com' },
    spec: { group: 'example.com', scope: 'Cluster', names, versions: [{ name: 'v1', served: true, storage: true, schema }] },
  };
  const body = JSON.stringify(definition).replace('x-kubernetes-validations', '\\u0078-kubernetes-validations');
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await expect(here.api.ask('POST', path, { body, type: 'application/json' })).resolves.toMatchObject({ code: 201 });
  const gauge = { apiVersion: 'example.com/v1', kind: 'Gauge', metadata: { name: 'a' }, spec: { value: 10 } };
  await expect(here.api.ask('POST', '/apis/example.com/v1/gauges', { body: gauge })).resolves.toMatchObject({
    code: 422,
    body: { message: expect.stringContaining('is too much') as unknown },
  });
});
