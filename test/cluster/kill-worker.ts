import { ownWord, type DeployedPod } from './deployed-realm.ts';
import { kubectl, run } from './run-program.ts';

/** A process that is the first of its container is not killed from within: this runs on the node, and finds it by its environment. */
const KILL = `
const { readdirSync, readFileSync } = require('node:fs');
const read = (id, file) => { try { return readFileSync('/proc/' + id + '/' + file, 'utf8').split('\\0'); } catch { return []; } };
const ids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
const workers = ids.filter((id) => read(id, 'cmdline').includes('serve'));
const found = workers.filter((id) => read(id, 'environ').includes('POD_NAME=' + process.argv[1]));
for (const id of found) process.kill(Number(id), 'SIGKILL');
if (found.length !== 1) throw new Error(found.length + ' processes are the worker of ' + process.argv[1]);
`;

/** SIGKILL for the worker in this pod's container. Needs a namespace where a privileged pod may run, which it makes and removes. */
export async function killWorker({ metadata: { name } }: DeployedPod, image: string): Promise<void> {
  const namespace = `killer-${ownWord()}`;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'killer', namespace },
    spec: {
      hostPID: true,
      restartPolicy: 'Never',
      containers: [
        { name: 'killer', image, command: ['/usr/local/bin/node', '-e', KILL, name], securityContext: { privileged: true, runAsUser: 0 } },
      ],
    },
  };
  await kubectl('create', 'namespace', namespace);
  try {
    await run('kubectl', ['create', '-f', '-'], JSON.stringify(pod));
    await kubectl('wait', 'pod/killer', '-n', namespace, '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s');
  } finally {
    await kubectl('delete', 'namespace', namespace);
  }
}
