import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { committed } from '../answers/ask.ts';
import { DEFAULTS_CASES, defaultsAnswers, filled } from './defaults-cases.ts';

const { resources } = builtInSchemas();

describe('defaults', () => {
  const answers = committed<Json>(defaultsAnswers);
  it.each(Object.entries(DEFAULTS_CASES))('of %s are those of the real server', (name, { path, body }) => {
    const plural = path.split('/').at(-1);
    const served = resources.find(
      ({ resource, schema }) =>
        resource.plural === plural &&
        path.includes(`/${schema.gvk.version}/`) &&
        (resource.group === '' ? path.startsWith('/api/') : path.includes(resource.group)),
    );
    if (!served) throw new Error(`nothing served at ${path}`);
    const { object, complaints } = served.schema.prune(body as StoredObject);
    expect(complaints).toEqual([]);
    expect(filled(served.schema.withDefaults(object))).toEqual(answers[name]);
  });
});
