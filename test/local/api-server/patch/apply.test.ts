import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import { StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { apply } from '../../../../local/api-server/patch/apply.ts';
import { equal } from '../../../../ground/json/equal.ts';
import { jsonPatch } from '../../../../local/api-server/patch/json-patch.ts';
import { keepingTimes, trackUpdate } from '../../../../local/api-server/patch/managed-fields.ts';
import { mergePatch } from '../../../../local/api-server/patch/merge-patch.ts';
import { strategicMergePatch } from '../../../../local/api-server/patch/strategic-merge-patch.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { committed, masked } from '../answers/ask.ts';
import { anyJson } from './json-values.ts';
import { applyAnswers, HISTORIES, outcome, type History, type ApplyStep } from './apply-cases.ts';

const schemas = builtInSchemas();
function schemaOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }) {
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  const schema = schemas.kind({ group, version, kind });
  if (!schema) throw new Error(`no ${kind}`);
  return schema;
}
const KINDS: Readonly<Record<string, { apiVersion: string; kind: string }>> = {
  configmaps: { apiVersion: 'v1', kind: 'ConfigMap' },
  deployments: { apiVersion: 'apps/v1', kind: 'Deployment' },
  services: { apiVersion: 'v1', kind: 'Service' },
};

/** As much of a server as histories need: no validation, and ticks for times. */
function play({ path, steps }: History): Json[] {
  const schema = schemaOf(KINDS[path.split('/').at(-1) ?? ''] ?? { apiVersion: '', kind: '' });
  let live: StoredObject | undefined;
  return steps.map((step, tick): Json => {
    try {
      live = next(schema, live, step, `2026-01-01T00:00:${String(tick).padStart(2, '0')}Z`);
      return outcome({ code: 200, body: live });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return JSON.parse(JSON.stringify(outcome({ code: error.status.code, body: error.status }))) as Json;
    }
  });
}

function next(schema: ReturnType<typeof schemaOf>, live: StoredObject | undefined, step: ApplyStep, time: string): StoredObject {
  const writer = { manager: step.by, time, subresource: step.subresource };
  const settle = (object: JsonObject) => born(schema.withDefaults(schema.prune(object as StoredObject).object), live);
  if (step.do === 'apply')
    return settle(apply({ ...writer, live, applied: step.body as StoredObject, schema: schema.fields, force: step.force ?? false }));
  const changed = settle(changedBy(step, live ?? { apiVersion: '', kind: '', metadata: {} }, schema.fields));
  return trackUpdate(live, changed, schema.fields, writer);
}

function changedBy({ do: verb, body }: ApplyStep, live: StoredObject, fields: Parameters<typeof strategicMergePatch>[2]): JsonObject {
  if (verb === 'json') return jsonPatch(live, body);
  if (verb === 'merge') return mergePatch(live, body);
  return verb === 'strategic' ? strategicMergePatch(live, body, fields) : (body as JsonObject);
}

/** What the server adds to every object of these histories. */
function born(object: StoredObject, live: StoredObject | undefined): StoredObject {
  const metadata = { ...object.metadata, namespace: 'default', uid: 'u' };
  if (object.kind === 'Service')
    return {
      ...object,
      metadata,
      spec: { ...(object['spec'] as JsonObject), clusterIPs: ['None'], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' },
    };
  if (object.kind !== 'Deployment') return { ...object, metadata };
  const changed = live === undefined || !equal(live['spec'], object['spec']);
  return { ...object, metadata: { ...metadata, generation: (live?.metadata.generation ?? 0) + (changed ? 1 : 0) } };
}

describe('server-side apply and its owners', () => {
  const answers = committed<Json>(applyAnswers);
  it.each(Object.entries(HISTORIES))('%s: as the real server', (name, told) => expect(masked(play(told))).toEqual(answers[name]));

  it('keeps the time of an apply that changes nothing', () => {
    const schema = schemaOf({ apiVersion: 'v1', kind: 'ConfigMap' }).fields;
    const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { a: '1' } };
    const request = { applied, schema, force: false, manager: 'm' };
    const first = apply({ ...request, time: '2026-01-01T00:00:00Z' });
    expect(apply({ ...request, live: first, time: '2026-01-02T00:00:00Z' })).toEqual(first);
    expect(trackUpdate(first, first, schema, { manager: 'n', time: '2026-01-02T00:00:00Z' })).toEqual(first);
  });

  it('keeps the times where an object differs by nothing else', () => {
    const object = (time: string, data: JsonObject): StoredObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', managedFields: [{ manager: 'm', time }] },
      data,
    });
    const before = object('t1', { a: '1' });
    expect(keepingTimes(before, object('t2', { a: '1' }))).toBe(before);
    expect(keepingTimes(before, object('t2', { a: '2' }))).toEqual(object('t2', { a: '2' }));
  });

  const values = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), fc.constantFrom('1', '2'), { minKeys: 1, maxKeys: 4 });
  const map = fc.record({ labels: values, data: values }, { requiredKeys: [] }).map(({ labels, data }): StoredObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', ...(labels && { labels: { ...labels } }) },
    ...(data && { data: { ...data } }),
  }));
  it('does nothing when it is done twice, whoever else has written', () => {
    const { fields: schema } = schemaOf({ apiVersion: 'v1', kind: 'ConfigMap' });
    fc.assert(
      fc.property(map, map, map, (one, two, three) => {
        const first = apply({ applied: one, schema, force: true, manager: 'm1', time: 't1' });
        const other = trackUpdate(first, mergePatch(first, two) as StoredObject, schema, { manager: 'm2', time: 't2' });
        const second = apply({ live: other, applied: three, schema, force: true, manager: 'm1', time: 't3' });
        expect(apply({ live: second, applied: three, schema, force: false, manager: 'm1', time: 't4' })).toEqual(second);
      }),
    );
  });

  it('holds what it applied', () => {
    const { fields: schema } = schemaOf({ apiVersion: 'v1', kind: 'ConfigMap' });
    fc.assert(
      fc.property(map, map, (one, two) => {
        const live = apply({ applied: one, schema, force: true, manager: 'm1', time: 't1' });
        const { data } = apply({ live, applied: two, schema, force: true, manager: 'm1', time: 't2' });
        expect(data).toEqual(two['data']);
      }),
    );
  });

  it('throws nothing but a StatusError, whatever is applied to whatever', () => {
    const { fields: schema } = schemaOf({ apiVersion: 'apps/v1', kind: 'Deployment' });
    const names = fc.constantFrom(
      'template',
      'spec',
      'containers',
      'env',
      'ports',
      'name',
      'containerPort',
      'selector',
      'volumes',
      'finalizers',
      '__proto__',
    );
    const body = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        anyJson,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(names, tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(body, body, body, (one, two, finalizers) => {
        const object = (spec: Json): StoredObject => ({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'd', finalizers } as StoredObject['metadata'],
          spec,
        });
        try {
          apply({
            live: { ...object(one), metadata: { name: 'd', uid: 'u' } },
            applied: object(two),
            schema,
            force: true,
            manager: 'm',
            time: 't',
          });
        } catch (error) {
          expect(error).toBeInstanceOf(StatusError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
