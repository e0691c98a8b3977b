import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { JsonObject } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import { StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { anyJson } from '../patch/json-values.ts';

const schemas = builtInSchemas();
const kind = (group: string, name: string) => {
  const schema = schemas.kind({ group, version: 'v1', kind: name });
  if (!schema) throw new Error(`no ${name}`);
  return schema;
};
const deployment = (spec: JsonObject, container: JsonObject = {}): StoredObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: {
    ...spec,
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i', ...container }] } },
  },
});
const configMap = (metadata: JsonObject, rest: JsonObject = {}): StoredObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata,
  ...rest,
});
const pruneDeployment = (spec: JsonObject, container?: JsonObject) => kind('apps', 'Deployment').prune(deployment(spec, container));
const pruneConfigMap = (metadata: JsonObject, rest?: JsonObject) => kind('', 'ConfigMap').prune(configMap(metadata, rest));

describe('pruning', () => {
  it('takes unknown fields away and complains of each, in the order of the document', () => {
    const { object, complaints } = pruneDeployment({ replcas: 1 }, { foo: 1, ports: [{ containerPort: 1, x: 1 }] });
    expect(complaints).toEqual([
      'unknown field "spec.replcas"',
      'unknown field "spec.template.spec.containers[0].foo"',
      'unknown field "spec.template.spec.containers[0].ports[0].x"',
    ]);
    expect(object).toEqual({ ...deployment({ strategy: {} }, { ports: [{ containerPort: 1 }], resources: {} }), status: {} });
  });

  it('knows fields by their exact case', () =>
    expect(pruneConfigMap({ Name: 'x', name: 'y' }, { Data: {} }).complaints).toEqual([
      'unknown field "metadata.Name"',
      'unknown field "Data"',
    ]));

  it('complains a hundred times at most', () =>
    expect(pruneConfigMap({}, Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`u${n}`, 1]))).complaints).toHaveLength(100));

  it('writes empty values as the Go type says', () => {
    expect(
      pruneConfigMap({ name: 'x', labels: {}, annotations: {} }, { data: {}, binaryData: { a: '' }, immutable: false }).object,
    ).toEqual(configMap({ name: 'x' }, { immutable: false, binaryData: { a: '' } }));
    expect(kind('rbac.authorization.k8s.io', 'Role').prune({ apiVersion: '', kind: '', metadata: {}, rules: [] }).object).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: {},
      rules: null,
    });
    expect(kind('', 'Event').prune({ apiVersion: 'v1', kind: 'Event', metadata: {} }).object).toMatchObject({
      involvedObject: {},
      source: {},
      firstTimestamp: null,
      eventTime: null,
      reportingComponent: '',
    });
  });

  it('makes an empty text of a null in a map', () =>
    expect(pruneConfigMap({ labels: { a: null } }, { data: { b: null } }).object).toEqual(
      configMap({ labels: { a: '' } }, { data: { b: '' } }),
    ));

  it('writes quantities and times in their one form', () => {
    const { object } = pruneDeployment({}, { resources: { limits: { cpu: 1.5, memory: '1024Mi', 'example.com/x': '1000' } } });
    expect(object).toMatchObject(deployment({}, { resources: { limits: { cpu: '1500m', memory: '1Gi', 'example.com/x': '1k' } } }));
    expect(pruneConfigMap({ creationTimestamp: '2026-01-02T03:04:05.6+01:00' }).object.metadata.creationTimestamp).toBe(
      '2026-01-02T02:04:05Z',
    );
  });

  const deploymentError = (message: string) => `Deployment in version "v1" cannot be handled as a Deployment: ${message}`;
  const configMapError = (message: string) => `ConfigMap in version "v1" cannot be handled as a ConfigMap: ${message}`;
  it.each<readonly [() => unknown, string]>([
    [
      () => pruneDeployment({ replicas: '1' }),
      deploymentError('json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'),
    ],
    [
      () => pruneDeployment({ replicas: 1.5 }),
      deploymentError('json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32'),
    ],
    [
      () => pruneDeployment({ replicas: 3_000_000_000 }),
      deploymentError('json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32'),
    ],
    [
      () => pruneDeployment({ paused: 'true' }),
      deploymentError('json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool'),
    ],
    [
      () => pruneDeployment({}, { workingDir: {} }),
      deploymentError(
        'json: cannot unmarshal object into Go struct field Container.spec.template.spec.containers.workingDir of type string',
      ),
    ],
    [
      () => pruneDeployment({}, { workingDir: true }),
      deploymentError('json: cannot unmarshal bool into Go struct field Container.spec.template.spec.containers.workingDir of type string'),
    ],
    [
      () => pruneDeployment({ strategy: [] }),
      deploymentError('json: cannot unmarshal array into Go struct field DeploymentSpec.spec.strategy of type v1.DeploymentStrategy'),
    ],
    [
      () => pruneDeployment({}, { ports: 'x' }),
      deploymentError(
        'json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.ports of type []v1.ContainerPort',
      ),
    ],
    [
      () => pruneDeployment({}, { resources: { limits: { cpu: 'abc' } } }),
      deploymentError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
    ],
    [
      () => pruneDeployment({ strategy: { rollingUpdate: { maxSurge: true } } }),
      deploymentError(
        'json: cannot unmarshal bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32',
      ),
    ],
    [
      () => pruneConfigMap({ creationTimestamp: 'zzz' }),
      configMapError('parsing time "zzz" as "2006-01-02T15:04:05Z07:00": cannot parse "zzz" as "2006"'),
    ],
    [
      () => pruneConfigMap({ creationTimestamp: 1 }),
      configMapError('json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string'),
    ],
    [
      () => pruneConfigMap({ labels: { a: 1 } }),
      configMapError('json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string'),
    ],
    [
      () => pruneConfigMap({}, { data: { a: 1 } }),
      configMapError('json: cannot unmarshal number into Go struct field ConfigMap.data of type string'),
    ],
    [() => pruneConfigMap({}, { binaryData: { a: '???' } }), configMapError('illegal base64 data at input byte 0')],
  ])('refuses the wrong type in the words of the real server (%#)', (prune, message) =>
    expect(prune).toThrow(new StatusError(400, 'BadRequest', message)),
  );

  it('changes nothing when it is done again, nor do defaults', () => {
    const schema = kind('apps', 'Deployment');
    const once = schema.withDefaults(
      schema.prune(deployment({}, { livenessProbe: { httpGet: { port: 80 } }, ports: [{ containerPort: 80 }] })).object,
    );
    expect(schema.prune(once)).toEqual({ object: once, complaints: [] });
    expect(schema.withDefaults(once)).toEqual(once);
  });

  it('looks once at a part that nobody changes, and again where it stands elsewhere', () => {
    const schema = kind('apps', 'Deployment');
    const whole = schema.withDefaults(schema.prune(deployment({})).object);
    const labelled = schema.withDefaults(schema.prune({ ...whole, metadata: { name: 'd', labels: { a: 'b' } } }).object);
    expect(labelled['spec']).toBe(whole['spec']);
    expect(labelled).toEqual({ ...whole, metadata: { name: 'd', labels: { a: 'b' } } });
    const { complaints } = schema.prune({ ...whole, status: whole['spec'] });
    expect(complaints).toContain('unknown field "status.selector"');
  });

  it('throws nothing but a StatusError, whatever the body', () => {
    const field = fc.constantFrom(
      'spec',
      'template',
      'containers',
      'metadata',
      'labels',
      'ports',
      'name',
      'selector',
      'resources',
      'limits',
      'status',
      '__proto__',
      'constructor',
    );
    const body = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        anyJson,
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(field, tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.constantFrom(...schemas.resources), fc.dictionary(field, body), ({ schema }, object) => {
        try {
          const pruned = schema.prune(object as StoredObject).object;
          expect(schema.withDefaults(pruned).kind).toBe(schema.gvk.kind);
        } catch (error) {
          expect(error).toBeInstanceOf(StatusError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
