import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { KindError } from '../../kinds/kind-error.ts';
import { kind } from '../../kinds/kind.ts';
import type { Of } from '../../kinds/kind-resource.ts';
import { Page, PageV1, PageV2 } from './pages.ts';

const CONVERSION = {
  strategy: 'Webhook',
  webhook: { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://10.0.0.7/convert' } },
};
const declare =
  (more: object, before = PageV1) =>
  () =>
    kind({
      group: 'example.com',
      version: 'v2',
      kind: 'Page',
      spec: z.object({}),
      previous: { kind: before, up: (page) => ({ ...page, spec: {} }), down: (page) => ({ ...page, spec: { text: '' } }) },
      ...more,
    });

describe('a kind with versions', () => {
  it('is the resource of its newest one, and has all of them in its definition', () => {
    expect(Page).toMatchObject({ version: 'v3', plural: 'pages' });
    const { spec } = Page.definition(CONVERSION);
    expect(spec.versions.map(({ name, served, storage }) => [name, served, storage])).toEqual([
      ['v1', false, true],
      ['v2', true, false],
      ['v3', true, false],
    ]);
    expect(spec.versions.map(({ schema }) => Object.keys(schema?.openAPIV3Schema?.properties?.['spec']?.properties ?? {}))).toEqual([
      ['text'],
      ['title', 'body'],
      ['title', 'lines'],
    ]);
    expect(spec.versions.map(({ additionalPrinterColumns = [] }) => additionalPrinterColumns.length)).toEqual([0, 0, 1]);
    expect(spec.conversion).toEqual(CONVERSION);
  });

  it('stores the newest one unless it is told another', () =>
    expect(PageV2.definition(CONVERSION).spec.versions.map(({ storage }) => storage)).toEqual([false, true]));

  it('has no definition without who converts them', () =>
    expect(() => Page.definition()).toThrow(
      new KindError('the kind Page has several versions', [
        'conversion: say who converts them, as in definition(conversionOf(place)), with conversionOf of civ8s/constructs',
      ]),
    ));

  it('says how neighbours become one another', () =>
    expect(Page.conversions.map(({ resource, versions }) => [resource.plural, versions])).toEqual([
      ['pages', ['v1', 'v2']],
      ['pages', ['v2', 'v3']],
    ]));

  it('has the types of both sides', () => {
    const old: Of<typeof PageV1> = { spec: { text: '' } };
    const wrong = () =>
      kind({
        group: 'example.com',
        version: 'v2',
        kind: 'Page',
        spec: z.object({ title: z.string() }),
        previous: {
          kind: PageV1,
          // @ts-expect-error the title is missing
          up: ({ spec, ...page }) => ({ ...page, spec: { text: spec.text } }),
          // @ts-expect-error the newer version has no body
          down: ({ spec, ...page }) => ({ ...page, spec: { text: spec.body } }),
        },
      });
    expect([old, wrong]).toHaveLength(2);
  });

  it.each([
    ['a version twice', declare({ version: 'v1' }), 'version: there is v1 before it already: give another name'],
    ['another kind', declare({ kind: 'Book' }), 'previous: it is of another kind: give it the same group, kind and plural'],
    ['another scope', declare({ namespaced: false }), 'previous: namespaced: it is the same for all versions'],
    ['a stored version that is not there', declare({ stored: 'v9' }), 'stored: there is no version v9: it is one of v1, v2'],
  ])('cannot have %s', (_, declaration, problem) => expect(declaration).toThrow(problem));
});
