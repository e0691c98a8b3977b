import { says, type Script } from '../script.ts';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', labels: { app: 'p' } },
  spec: { containers: [{ name: 'main', image: 'civ8s:1', ports: [{ containerPort: 80 }] }] },
};
const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'claim' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

/** Pods that no node runs, and what they want to be given. */
export const podScript: Script = {
  about: 'pods and claims',
  commands: [
    says('run made --image=civ8s:1 --restart=Never'),
    says('run made --image=civ8s:1'),
    says('run dry --image=civ8s:1 --dry-run=client -o yaml'),
    says('apply -f -', POD),
    says('get pods'),
    says('get pods -o wide'),
    says('get pod p -o yaml'),
    says('describe pod p'),
    says('get pods --field-selector=status.phase=Pending -o name'),
    says('get pods --field-selector=spec.nodeName=none'),
    says('get pods --field-selector=spec.none=x'),
    says('logs p'),
    says('logs none'),
    says('apply -f -', { ...POD, spec: { containers: [{ ...POD.spec.containers[0], command: ['other'] }] } }),
    says('label pod p app=q --overwrite'),
    says('label pods --all set=yes'),
    says('expose pod p --port=80 --name=p'),
    says('debug p --image=busybox -c d'),
    says('get pod p -o jsonpath={.spec.ephemeralContainers[*].name}'),
    says('wait pod p --for=condition=Ready --timeout=1s'),
    says('delete pod p'),
    says('delete pod p'),
    says('delete pod made --now'),
    says('apply -f -', claim),
    says('get pvc'),
    says('describe pvc claim'),
    says('get pvc claim -o yaml'),
    says('apply -f -', { ...claim, spec: { ...claim.spec, accessModes: ['ReadWriteMany'] } }),
    says('create -f -', { ...claim, metadata: { name: 'no-size' }, spec: { accessModes: ['ReadWriteOnce'] } }),
    says('create -f -', { ...claim, metadata: { name: 'no-mode' }, spec: { resources: claim.spec.resources } }),
    says('events'),
    says('get events'),
    says('top pods'),
  ],
};
