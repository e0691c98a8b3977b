import type { Controller } from '../../../../controllers/runtime/definition.ts';
import type { Webhooks } from '../../../../webhooks/declared.ts';

/** A controller that does nothing but answer. */
export const answering = (webhooks: Webhooks, name = 'website'): Controller => ({
  name,
  summary: 'answers',
  flags: {},
  webhooks,
  setUp({ always }) {
    always('nothing');
    return async () => 'on-change';
  },
});
