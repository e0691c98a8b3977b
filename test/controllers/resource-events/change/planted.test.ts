import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LAST_APPLIED } from '../../../../controllers/resource-events/rules/redact.ts';
import { MODES } from '../../../../controllers/resource-events/rules/change-rule.ts';
import { DEPLOYMENTS, objectOf, SECRETS, shown, statesOf } from '../objects.ts';

const planted = fc.integer({ min: 1, max: 3 }).map((index) => `hunter${index}`);
const anything = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, planted, fc.array(tie('any'), { maxLength: 2 }), fc.dictionary(fc.constantFrom('a', 'b'), tie('any'))),
})).any;
const secret = fc.record({ data: anything, stringData: anything, type: fc.constant('Opaque') });
const annotations = planted.map((value) => ({ [LAST_APPLIED]: value, team: 'a' }));

it('nothing of a Secret gets out, in any mode, as a kind of its own or within another', () =>
  fc.assert(
    fc.property(fc.constantFrom(...MODES), fc.array(fc.tuple(secret, annotations), { minLength: 1, maxLength: 4 }), (mode, versions) => {
      const [own, within] = [statesOf(SECRETS, { mode }), statesOf(DEPLOYMENTS, { mode })];
      const noticed = versions.flatMap(([fields, noted], index) => [
        ...own.applied(objectOf(index + 1, fields, { annotations: noted })),
        ...within.applied(objectOf(index + 1, { spec: [{ apiVersion: 'v1', kind: 'Secret', ...fields }] }, { annotations: noted })),
      ]);
      const ends = [own, within].flatMap((states) => [...states.replaced([], '99', { as: 'comparison' })]);
      const said = [...noticed, ...ends].map((each) => (each.what === 'change' ? shown(each.change) : each));
      expect(JSON.stringify(said)).not.toContain('hunter');
    }),
    { numRuns: 500 },
  ));
