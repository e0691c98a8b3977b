import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { applyAll } from '../../cli/apply/apply-all.ts';
import { connect } from '../../kube/connect.ts';
import { deployments, namespaces, services } from '../../kube/objects/built-in.ts';
import { resource, type KubeObject } from '../../kube/objects/resource.ts';
import { describeOnBothServers } from '../cli/commands/on-both-servers.ts';
import { blocksOf } from '../readme/blocks.ts';

const ingresses = resource<KubeObject>('networking.k8s.io', 'v1', 'ingresses', 'Ingress');
const page = readFileSync('docs/exposing-the-dashboard.md', 'utf8');
const manifests = blocksOf(page).flatMap(({ language, text }) => (language === 'yaml' ? (loadAll(text) as KubeObject[]) : []));

describeOnBothServers('docs/exposing-the-dashboard.md', (place) => {
  it('shows a proxy that can be applied as it stands there', async () => {
    const { client, close } = await connect({ env: place().env });
    try {
      await client.create(namespaces, { metadata: { name: 'sign-in' } });
      await applyAll(client, manifests, new AbortController().signal);
      const where = { namespace: 'sign-in' };
      const names = async (kind: typeof ingresses) => (await client.list(kind, where)).items.map(({ metadata }) => metadata?.name);
      expect(manifests.map(({ kind }) => kind)).toEqual(['Secret', 'Deployment', 'Service', 'Ingress']);
      expect([await names(deployments), await names(services), await names(ingresses)]).toEqual([
        ['oauth2-proxy'],
        ['oauth2-proxy'],
        ['civ'],
      ]);
    } finally {
      await close();
    }
  });
});
