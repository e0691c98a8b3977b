import { runProgram } from '../../../../controllers/runtime/start.ts';
import { resource, type KubeObject, type Resource } from '../../../../kube/objects/resource.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { customResourceDefinitions } from '../../../../kube/objects/built-in.ts';
import { convertedDefinitions, namedWebhooks } from '../../../../webhooks/named.ts';
import { conversionOf, webhookManifests } from '../../../../webhooks/manifests.ts';
import type { Webhooks } from '../../../../webhooks/declared.ts';
import { readControllerLogs } from '../controller-logs.ts';
import { answering } from './answering.ts';

const PROGRAM = 'keeper';

/** A program that answers webhooks at a port of this machine, beside a server that calls it there. */
export interface AnsweringProgram extends AsyncDisposable {
  /** `https://127.0.0.1:1234` */
  readonly url: string;
}

export async function startAnswering(webhooks: Webhooks, kubeconfig: string): Promise<AnsweringProgram> {
  const told = new AbortController();
  const { logged, take, end } = readControllerLogs();
  const args = [`--kubeconfig=${kubeconfig}`, '--http-addr=', '--webhook-addr=127.0.0.1:0', '--webhook-hosts=127.0.0.1'];
  const ended = runProgram(
    [answering(webhooks, PROGRAM)],
    { name: PROGRAM, title: PROGRAM, version: '1', versionLine: PROGRAM },
    {
      args,
      env: {},
      stdout: { write: (text) => text.trimEnd().split('\n').forEach(take) },
      stderr: process.stderr,
      stopSignal: () => told.signal,
    },
  ).finally(end);
  const { port } = await logged('webhooks are served');

  return {
    url: `https://127.0.0.1:${String(port)}`,
    async [Symbol.asyncDispose]() {
      told.abort('SIGTERM');
      await ended;
    },
  };
}

/** Has a server call the program; answers how to undo that. */
export async function announce(client: Client, webhooks: Webhooks, url: string): Promise<() => Promise<void>> {
  const put: [Resource<KubeObject>, string][] = [];
  const place = { program: PROGRAM, namespace: 'default', podLabels: {}, url };
  for (const { apiVersion, kind, metadata, ...fields } of webhookManifests([webhooks], place)) {
    const [group = '', version = ''] = apiVersion.split('/');
    const of = resource<KubeObject>(group, version, `${kind.toLowerCase()}s`, kind, 'cluster');
    const name = metadata?.name ?? '';
    await client.create(of, { metadata: { name }, ...fields });
    put.push([of, name]);
  }
  for (const name of convertedDefinitions(namedWebhooks([webhooks], PROGRAM)))
    await client.patch(customResourceDefinitions, { name }, { merge: { spec: { conversion: conversionOf(place) } } });
  return async () => {
    for (const [of, name] of put) await client.delete(of, { name });
  };
}
