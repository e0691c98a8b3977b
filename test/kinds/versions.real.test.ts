import { expect, it } from '@jest/globals';
import { customResourceDefinitions } from '../../kube/objects/built-in.ts';
import { announce, startAnswering } from '../controllers/runtime/webhooks/answering-program.ts';
import { connectToRealApiServer, describeAlsoReal } from '../real/api-server.ts';
import { until } from '../until.ts';
import { Page, PageV2 } from './pages.ts';

describeAlsoReal('a kind with versions, on a real API server', () => {
  const real = connectToRealApiServer();

  it('is read in one as it was written in another, over one that is stored and not served', async () => {
    const { client, server } = real;
    const webhooks = { convert: Page.conversions };
    const name = { namespace: 'default', name: 'hello' };
    await client.create(customResourceDefinitions, Page.definition({ strategy: 'None' }));
    await using program = await startAnswering(webhooks, server.kubeconfig);
    const forget = await announce(client, webhooks, program.url);
    try {
      const page = { metadata: name, spec: { title: 'Hello', body: 'one\ntwo' } };
      await until('pages to be converted', async () => {
        const made = await client.create(PageV2, page, { dryRun: true }).catch(() => undefined);
        return made?.spec.body === page.spec.body;
      });
      await client.create(PageV2, page);
      expect((await client.get(Page, name)).spec).toEqual({ title: 'Hello', lines: ['one', 'two'] });
      await client.patch(Page, name, { merge: { spec: { lines: ['three'] } } });
      expect((await client.get(PageV2, name)).spec).toEqual({ title: 'Hello', body: 'three' });
      await client.delete(Page, name);
    } finally {
      await client.delete(customResourceDefinitions, { name: 'pages.example.com' });
      await forget();
    }
  });
});
