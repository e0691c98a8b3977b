import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../../ground/json/json.ts';

/** Any JSON value without null: a null means "gone" to merge patches. */
export const jsonWithoutNull: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.string({ maxLength: 4 }), tie('value'), { maxKeys: 4 }),
})).value;
export const jsonObject: fc.Arbitrary<JsonObject> = fc.dictionary(fc.string({ maxLength: 4 }), jsonWithoutNull, { maxKeys: 5 });
export const anyJson = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
