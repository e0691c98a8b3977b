import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiObject, App, Chart } from 'cdk8s';
import { ConfigMap, Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realmCharts } from '../../constructs/realm-charts.ts';
import { renderCharts } from '../../constructs/render-charts.ts';
import { kingdoms, twoKingdoms } from './realms.ts';

const folder = mkdtempSync(join(tmpdir(), 'civ8s-charts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const outdir = join(folder, 'out');
beforeEach(() => rmSync(outdir, { recursive: true, force: true }));

/** What cdk8s itself writes, by file. */
function synthesised(build: (app: App) => void): Readonly<Record<string, string>> {
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir });
  build(app);
  app.synth();
  return Object.fromEntries(readdirSync(outdir).map((name) => [name, readFileSync(join(outdir, name), 'utf8')]));
}
function inOnePass(build: (app: App) => void): Readonly<Record<string, string>> {
  const app = new App();
  build(app);
  return Object.fromEntries(renderCharts(app).map(({ name, text }) => [name, text]));
}
const object = (scope: Construct, id: string) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', data: { of: scope.node.path } });

describe('charts in one pass', () => {
  it.each<[string, (app: App) => void]>([
    ['no chart', () => undefined],
    ['an empty chart', (app) => void new Chart(app, 'empty')],
    ['plain charts', (app) => ['b', 'a'].forEach((name) => object(new Chart(app, name), 'one'))],
    [
      'a chart in a construct, with a name that is no label',
      (app) => void object(new Chart(new Construct(app, 'Group'), 'Of Things'), 'one'),
    ],
    [
      'objects that depend on one another',
      (app) => {
        const chart = new Chart(app, 'chart');
        const [first, second, third] = [object(chart, 'first'), object(chart, 'second'), object(chart, 'third')];
        first.addDependency(third);
        second.addDependency(first);
      },
    ],
    [
      'charts that depend on one another',
      (app) => {
        const [first, second] = [new Chart(app, 'first'), new Chart(app, 'second')];
        object(first, 'one');
        object(second, 'two');
        first.addDependency(second);
      },
    ],
    [
      'an object that depends on one of another chart',
      (app) => {
        const [first, second] = [new Chart(app, 'first'), new Chart(app, 'second')];
        object(first, 'one').addDependency(object(second, 'two'));
        object(first, 'three');
      },
    ],
    [
      'nested charts',
      (app) => {
        const outer = new Chart(app, 'outer');
        object(outer, 'one');
        object(new Chart(outer, 'inner'), 'two');
        object(new Chart(app, 'beside'), 'three');
      },
    ],
    [
      'objects of cdk8s-plus, with hashed names',
      (app) => {
        const chart = new Chart(app, 'chart', { labels: { team: 'a' }, namespace: 'b' });
        new ConfigMap(chart, 'map', { data: { 'script.sh': '#!/bin/sh\n\techo "hi"\n', empty: '' } });
        new Deployment(chart, 'deployment', { containers: [{ image: 'image:1' }] });
      },
    ],
    ['a realm of two kingdoms', (app) => void realmCharts(app, twoKingdoms())],
    ['a realm without what a cluster needs once', (app) => void realmCharts(app, twoKingdoms(), { system: false })],
    ['ten kingdoms', (app) => void realmCharts(app, kingdoms(10))],
  ])('are the bytes of app.synth(): %s', (_, build) => expect(inOnePass(build)).toEqual(synthesised(build)));

  it('are the bytes of app.synth() for any tree with dependencies', () => {
    const node = fc.record({
      parent: fc.nat(),
      kind: fc.constantFrom('chart', 'construct', 'object'),
      needs: fc.array(fc.nat(), { maxLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 8 }), (nodes) => {
        const build = (app: App) => {
          const made: Construct[] = [new Chart(app, 'root')];
          nodes.forEach(({ parent, kind, needs }, index) => {
            const scopes = made.filter((construct) => !ApiObject.isApiObject(construct));
            const scope = scopes[parent % scopes.length];
            if (scope === undefined) return;
            const id = `n${index}`;
            const construct = kind === 'chart' ? new Chart(scope, id) : kind === 'construct' ? new Construct(scope, id) : object(scope, id);
            // Only on what stands before and not around: a circle is refused by cdk8s, and not our subject.
            for (const need of needs) {
              const earlier = made[need % made.length];
              if (kind === 'object' && ApiObject.isApiObject(earlier) && Chart.of(earlier) === Chart.of(construct))
                construct.node.addDependency(earlier);
            }
            made.push(construct);
          });
        };
        expect(inOnePass(build)).toEqual(synthesised(build));
      }),
      { numRuns: 100 },
    );
  });

  it('are validated once each, however many there are', () => {
    const app = new App();
    let validations = 0;
    for (let index = 0; index < 20; index += 1) {
      const chart = new Chart(app, `chart-${index}`);
      object(chart, 'one').node.addValidation({ validate: () => ((validations += 1), []) });
    }
    renderCharts(app);
    expect(validations).toBe(20);
  });

  it('are not rendered where any validation fails, and all failures are told', () => {
    const app = new App();
    for (const name of ['a', 'b']) new Chart(app, name).node.addValidation({ validate: () => [`${name} is wrong`] });
    expect(() => renderCharts(app)).toThrow('Validation failed with the following errors:\n  [a] a is wrong\n  [b] b is wrong');
  });
});
