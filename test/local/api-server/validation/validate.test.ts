import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import { groupResourceOf } from '../../../../local/api-server/contracts/resource-info.ts';
import type { ServedResource } from '../../../../local/api-server/contracts/schema-source.ts';
import { invalid, StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { strategicMergePatch } from '../../../../local/api-server/patch/strategic-merge-patch.ts';
import { selectingItsOwn } from '../../../../local/api-server/resources/workloads.ts';
import { createCustomRules } from '../../../../local/api-server/rules/custom-rules.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { validate } from '../../../../local/api-server/validation/validate.ts';
import { committed } from '../answers/ask.ts';
import { anyJson } from '../patch/json-values.ts';
import { outcome, VALIDATION_CASES, validationAnswers, type ValidationCase } from './validation-cases.ts';

const { resources } = builtInSchemas();
function servedAt(path: string): ServedResource {
  const parts = path.split('/');
  const [group, version] = parts[1] === 'api' ? ['', 'v1'] : [parts[2], parts[3]];
  const found = resources.find(
    ({ resource }) => resource.group === group && resource.version === version && resource.plural === parts.at(-1),
  );
  if (!found) throw new Error(`nothing served at ${path}`);
  return found;
}

/** The server's own part of a new object, as far as rules look at it. */
const placed = (object: JsonObject, { resource }: ServedResource): StoredObject =>
  ({
    ...object,
    metadata: { ...(object['metadata'] as JsonObject), ...(resource.namespaced && { namespace: 'default' }) },
  }) as StoredObject;

/** A Job has its labels by the time that it is looked at. */
const born = (object: StoredObject, { resource }: ServedResource): StoredObject =>
  groupResourceOf(resource) === 'jobs.batch' ? selectingItsOwn(object) : object;

const { judge: rules, load } = createCustomRules();
await load(servedAt('/apis/apiextensions.k8s.io/v1/customresourcedefinitions'), Buffer.alloc(0));

function answer({ path, body, change }: ValidationCase): Json {
  const served = servedAt(path);
  const settle = (object: JsonObject) => served.schema.withDefaults(served.schema.prune(placed(object, served)).object);
  const first = settle(JSON.parse(JSON.stringify(body)) as JsonObject);
  const object = change ? settle(strategicMergePatch(first, change, served.schema.fields)) : first;
  const causes = validate({ served, object: born(object, served), rules, ...(change && { old: born(first, served) }) });
  if (causes.length === 0) return outcome({ code: 201, body: object });
  const { status } = invalid(served.resource, object.metadata.name ?? '', causes);
  return outcome({ code: status.code, body: status });
}

/** What other parts of a server refuse or allow, and these rules have no say in. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'another namespace': 'refused before the object is looked at',
  'a job with a selector': 'the server makes the selector',
};

describe('validation', () => {
  const answers = committed<Json>(validationAnswers);
  const told = Object.entries(VALIDATION_CASES).filter(([name]) => !(name in ELSEWHERE));
  it.each(told)('of %s is that of the real server', (name, given) => expect(answer(given)).toEqual(answers[name]));

  it('throws nothing but a StatusError, whatever the object', () => {
    const names = fc.constantFrom(
      'spec',
      'template',
      'containers',
      'volumes',
      'ports',
      'env',
      'selector',
      'rules',
      'subjects',
      'ingress',
      'from',
      'name',
      'metadata',
      'labels',
      'strategy',
      'rollingUpdate',
      'livenessProbe',
    );
    const body = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        anyJson,
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(names, tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.constantFrom(...resources), fc.dictionary(names, body), (served, object) => {
        try {
          const pruned = served.schema.prune(object as StoredObject).object;
          expect(Array.isArray(validate({ served, object: served.schema.withDefaults(pruned), old: pruned, rules }))).toBe(true);
          validate({ served, object: { ...object, metadata: {} } as StoredObject, rules });
        } catch (error) {
          expect(error).toBeInstanceOf(StatusError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
