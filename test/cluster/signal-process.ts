import { ownWord, type DeployedPod } from './deployed-realm.ts';
import { kubectl, run } from './run-program.ts';

/** A process that is the first of its container is not killed from within: this runs on the node, and finds it by its environment. */
const SIGNAL = `
const { readdirSync, readFileSync } = require('node:fs');
const [pod, word, signal] = process.argv.slice(1);
const read = (id, file) => { try { return readFileSync('/proc/' + id + '/' + file, 'utf8').split('\\0'); } catch { return []; } };
const ids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
const found = ids.filter((id) => read(id, 'cmdline').includes(word) && read(id, 'environ').includes('HOSTNAME=' + pod));
for (const id of found) process.kill(Number(id), signal);
if (found.length !== 1) throw new Error(found.length + ' processes of ' + pod + ' have the argument ' + word);
`;

/** What is to be signalled: the process of this pod that was started with this argument. */
export interface SignalledProcess {
  readonly pod: Pick<DeployedPod['metadata'], 'name'>;
  readonly argument: string;
}

/** Sends a signal to a process in a container. Needs a namespace where a privileged pod may run, which it makes and removes. */
export async function signalProcess(
  { pod, argument }: SignalledProcess,
  signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT',
  image: string,
): Promise<void> {
  const namespace = `killer-${ownWord()}`;
  const command = ['/usr/local/bin/node', '-e', SIGNAL, pod.name, argument, signal];
  const killer = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'killer', namespace },
    spec: {
      hostPID: true,
      restartPolicy: 'Never',
      containers: [{ name: 'killer', image, command, securityContext: { privileged: true, runAsUser: 0 } }],
    },
  };
  await kubectl('create', 'namespace', namespace);
  try {
    await run('kubectl', ['create', '-f', '-'], JSON.stringify(killer));
    await kubectl('wait', 'pod/killer', '-n', namespace, '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s');
  } finally {
    await kubectl('delete', 'namespace', namespace);
  }
}
