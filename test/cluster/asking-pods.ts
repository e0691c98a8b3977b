import { podsOf } from './deployed-realm.ts';
import { kubectl } from './run-program.ts';
import { until } from './until.ts';

/** Pods that ask for a stamp, and that no node takes: to be stamped they need not run. */
export interface AskingPods {
  /** As they stand now. */
  stamps(): Promise<readonly (string | undefined)[]>;
  /** Once each has one. */
  stamped(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

export async function askForStamps(namespace: string, names: readonly string[]): Promise<AskingPods> {
  const spec = (name: string) => ({
    nodeSelector: { 'civ8s.dev/nowhere': 'yes' },
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{ name, image: 'nothing:1', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
  });
  await Promise.all(
    names.map((name) =>
      kubectl(
        'run',
        name,
        '-n',
        namespace,
        '--image=nothing:1',
        '--annotations=addtime=yes',
        `--overrides=${JSON.stringify({ spec: spec(name) })}`,
      ),
    ),
  );
  const stamps = async () => {
    const pods = await podsOf(namespace);
    return names.map((name) => pods.find(({ metadata }) => metadata.name === name)?.metadata.annotations?.['timestamp']);
  };
  const stamped = () =>
    until(`a stamp on each of ${names.join(', ')}`, 90, async () => {
      const found = (await stamps()).filter((stamp) => stamp !== undefined);
      return found.length === names.length ? found : undefined;
    });
  const remove = async () => {
    await kubectl('delete', 'pod', '-n', namespace, '--grace-period=0', '--force', ...names);
  };
  return { stamps, stamped, remove };
}
