import { kubectl, kubectlJson } from './run-program.ts';

/** How often each Deployment has been changed. */
export async function generationsOf(namespaces: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const lists = await Promise.all(namespaces.map((each) => kubectlJson<Deployments>('get', 'deployments', '-n', each)));
  return Object.fromEntries(lists.flatMap(({ items }) => items).map(({ metadata }) => [metadata.name, metadata.generation]));
}
interface Deployments {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly generation: number } }[];
}

/** Lets a shop take its turns a little less often. */
export async function changeDirections(namespace: string, shop: string): Promise<void> {
  const name = `${shop}-directions`;
  const { data } = await kubectlJson<{ readonly data: Readonly<Record<string, string>> }>('get', 'configmap', name, '-n', namespace);
  const changed = Object.fromEntries(
    Object.entries(data).map(([file, text]) => [
      file,
      text.replace(/"interval":([\d.]+)/g, (_, seconds) => `"interval":${Number(seconds) + 0.001}`),
    ]),
  );
  await kubectl('patch', 'configmap', name, '-n', namespace, '--type=merge', '-p', JSON.stringify({ data: changed }));
}
