import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import { StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { decodeProtobuf } from '../../../../local/api-server/protobuf/decode.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { encode } from './encode.ts';

const bodies = JSON.parse(readFileSync(new URL('./kubectl-bodies.json', import.meta.url), 'utf8')) as Record<string, string>;
const body = (name: string) => Buffer.from(bodies[name] ?? '', 'base64');
const schemas = builtInSchemas();

describe('a protobuf body', () => {
  it.each<readonly [string, StoredObject]>([
    ['namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pbn' }, spec: {}, status: {} }],
    ['configmap', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'pbc' }, data: { a: 'b' } }],
    ['secret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'pbs' }, data: { x: 'eQ==' } }],
    [
      'deployment',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'pbd', labels: { app: 'pbd' } },
        spec: {
          replicas: 2,
          selector: { matchLabels: { app: 'pbd' } },
          strategy: {},
          template: {
            metadata: { labels: { app: 'pbd' } },
            spec: { containers: [{ name: 'nginx', image: 'nginx:1', ports: [{ containerPort: 80 }], resources: {} }] },
          },
        },
        status: {},
      },
    ],
    [
      'rolebinding',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'pbrb' },
        subjects: [
          { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'u' },
          { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'g' },
          { kind: 'ServiceAccount', name: 'x', namespace: 'default' },
        ],
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pbr' },
      },
    ],
    [
      'service clusterip',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'pbsvc', labels: { app: 'pbsvc' } },
        spec: {
          ports: [{ name: '80-8080', protocol: 'TCP', port: 80, targetPort: 8080 }],
          selector: { app: 'pbsvc' },
          type: 'ClusterIP',
        },
        status: { loadBalancer: {} },
      },
    ],
    ['quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'pbq' }, spec: { hard: { cpu: '1' } }, status: {} }],
    [
      'auth can-i',
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        metadata: {},
        spec: { resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } },
        status: { allowed: false },
      },
    ],
    [
      'token',
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        metadata: {},
        spec: { audiences: null, expirationSeconds: null, boundObjectRef: null },
        status: { token: '', expirationTimestamp: null },
      },
    ],
    [
      'autoscale (1.36)',
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'd' },
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' }, maxReplicas: 3 },
        status: { desiredReplicas: 0, currentMetrics: null },
      },
    ],
  ])('of kubectl create %s is the object that it stands for', (name, object) => expect(decodeProtobuf(body(name))).toEqual(object));

  it.each(Object.keys(bodies))('of kubectl %s is read', (name) => expect(decodeProtobuf(body(name)).kind).toMatch(/^[A-Z]/));

  it('says the same as the JSON body of that object', () => {
    const schema = schemas.kind({ group: '', version: 'v1', kind: 'Pod' });
    if (!schema) throw new Error('no Pod');
    const words = fc.string({ minLength: 1, maxLength: 8 });
    const container = fc.record(
      {
        name: words,
        image: words,
        args: fc.array(words, { maxLength: 2 }),
        tty: fc.boolean(),
        ports: fc.array(fc.record({ containerPort: fc.integer({ min: 1, max: 65_535 }), name: words }), { maxLength: 2 }),
        livenessProbe: fc.record({
          httpGet: fc.record({ port: fc.oneof(fc.integer({ min: 0, max: 99 }), words), path: words }),
          timeoutSeconds: fc.integer({ min: -5, max: 5 }),
        }),
        resources: fc.record({ limits: fc.record({ cpu: fc.constantFrom('1', '500m'), memory: fc.constantFrom('1Gi', '100k') }) }),
      },
      { requiredKeys: ['name'] },
    );
    const pod = fc.record({
      apiVersion: fc.constant('v1'),
      kind: fc.constant('Pod'),
      metadata: fc.record({
        name: words,
        labels: fc.dictionary(words, words, { maxKeys: 3, noNullPrototype: true }),
        creationTimestamp: fc.constant('2026-01-02T03:04:05Z'),
      }),
      spec: fc.record({
        containers: fc.array(container, { maxLength: 2 }),
        volumes: fc.array(fc.record({ name: words, emptyDir: fc.record({ sizeLimit: fc.constant('1Gi') }) }), { maxLength: 2 }),
      }),
    });
    fc.assert(
      fc.property(pod, (object) => {
        const { object: pruned } = schema.prune(object);
        expect(decodeProtobuf(encode(pruned, schema.fields))).toEqual(pruned);
      }),
    );
  });

  it.each([
    [
      Buffer.from('{}'),
      400,
      /^the object provided is unrecognized: provided data does not appear to be a protobuf message, expected prefix \[107 56 115 0\] \(7b7d\)$/,
    ],
    [Buffer.from([]), 400, /<empty>/],
    [body('configmap').subarray(0, 40), 400, /unexpected EOF/],
    [
      encode(
        { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService' },
        { goType: '', go: { number: '', pointer: false, written: 'always' } },
      ),
      415,
      /reads no protobuf of APIService in apiregistration.k8s.io\/v1/,
    ],
  ])('that cannot be read is refused (%#)', (bytes, code, message) => {
    expect(() => decodeProtobuf(bytes)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message), status: expect.objectContaining({ code }) }),
    );
  });

  it('throws nothing but a StatusError, whatever the bytes', () => {
    const whole = fc.constantFrom(...Object.keys(bodies)).map(body);
    const damaged = fc.tuple(whole, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([bytes, at, byte]) => {
      const copy = Buffer.from(bytes);
      copy[4 + (at % (copy.length - 4))] = byte;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
        try {
          decodeProtobuf(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(StatusError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
