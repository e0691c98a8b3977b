import { z } from 'zod';
import { kind } from '../../kinds/kind.ts';

const NAMES = { group: 'example.com', kind: 'Page' };

/** Three versions of a kind, of which the oldest is stored, and not served any more. */
export const PageV1 = kind({ ...NAMES, version: 'v1', spec: z.object({ text: z.string() }) });

export const PageV2 = kind({
  ...NAMES,
  version: 'v2',
  spec: z.object({ title: z.string(), body: z.string() }),
  previous: {
    kind: PageV1,
    served: false,
    up({ spec, ...page }) {
      const [title = '', ...lines] = spec.text.split('\n');
      return { ...page, spec: { title, body: lines.join('\n') } };
    },
    down: ({ spec, ...page }) => ({ ...page, spec: { text: `${spec.title}\n${spec.body}` } }),
  },
});

export const Page = kind({
  ...NAMES,
  version: 'v3',
  spec: z.object({ title: z.string(), lines: z.array(z.string()).default([]) }),
  status: z.object({ words: z.int().optional() }),
  columns: { Title: '.spec.title' },
  previous: {
    kind: PageV2,
    up: ({ spec: { title, body }, ...page }) => ({ ...page, spec: { title, lines: body === '' ? [] : body.split('\n') } }),
    down: ({ spec: { title, lines }, ...page }) => ({ ...page, spec: { title, body: lines.join('\n') } }),
  },
  stored: 'v1',
});
