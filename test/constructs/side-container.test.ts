import { describe, expect, it } from '@jest/globals';
import { Cpu, Volume, type ContainerProps } from 'cdk8s-plus-28';
import { load, loadAll } from 'js-yaml';
import type { Construct } from 'constructs';
import { Shop, type ShopProps } from '../../constructs/shop.ts';
import { render } from '../../constructs/synth.ts';
import { seconds } from '../../model/duration.ts';
import { kingdom, realmOf, town } from '../../model/realm-of.ts';
import { make, shop } from '../../model/shop.ts';
import { restrictedProblems, type PodFields } from './restricted-fields.ts';

interface Workload {
  readonly kind: string;
  readonly spec: { readonly template: { readonly spec: PodFields } };
}

const bare = { name: 'side', image: 'side:1' };

function podWith(alter: (shop: Shop) => void): PodFields {
  class Altered extends Shop {
    constructor(scope: Construct, id: string, props: ShopProps) {
      super(scope, id, props);
      alter(this);
    }
  }
  const digger = shop('digger', make('stone', { amount: 1, every: seconds(5), minimum: 0 }));
  const realm = realmOf('one', kingdom('kingdom-of-one', town('town', digger)));
  const [file] = render(realm, { system: false, types: { digger: Altered } });
  const workload = (loadAll(file?.text ?? '') as Workload[]).find(({ kind }) => kind === 'Deployment');
  if (workload === undefined) throw new Error('no Deployment');
  return workload.spec.template.spec;
}
const besideWorker = (side: ContainerProps) => podWith(({ workers }) => workers.addContainer(side)).containers[1];

describe('a container beside a worker', () => {
  it('is small and restricted without a word', () =>
    expect(besideWorker(bare)).toEqual(
      load(`
        name: side
        image: side:1
        imagePullPolicy: IfNotPresent
        resources:
          requests: { cpu: 10m, memory: 16Mi }
          limits: { cpu: 500m, memory: 128Mi }
        securityContext:
          allowPrivilegeEscalation: false
          capabilities: { drop: [ALL] }
          privileged: false
          readOnlyRootFilesystem: true
          runAsGroup: 65532
          runAsNonRoot: true
          runAsUser: 65532
          seccompProfile: { type: RuntimeDefault }
      `),
    ));

  it('is what its props say, and restricted where they do not speak', () =>
    expect(
      besideWorker({
        ...bare,
        resources: { cpu: { request: Cpu.millis(20) } },
        securityContext: { user: 1_000, readOnlyRootFilesystem: false },
      }),
    ).toMatchObject({
      resources: { requests: { cpu: '20m' } },
      securityContext: { runAsUser: 1_000, readOnlyRootFilesystem: false, runAsNonRoot: true, allowPrivilegeEscalation: false },
    }));

  it('leaves the worker as it is', () =>
    expect(podWith(({ workers }) => workers.addContainer(bare)).containers[0]).toEqual(podWith(() => {}).containers[0]));

  it('makes a pod that Pod Security takes, also with volumes and an init container', () => {
    const pod = podWith((digger) => {
      const shared = Volume.fromEmptyDir(digger, 'shared', 'shared');
      digger.workers.addContainer(bare).mount('/shared', shared);
      digger.workers.main.mount('/shared', shared);
      digger.workers.addInitContainer({ ...bare, name: 'before' }).mount('/shared', shared);
    });
    expect([pod.initContainers?.length, pod.containers.length]).toEqual([1, 2]);
    expect(restrictedProblems(pod)).toEqual([]);
  });

  it('is reported by the fields when it is not restricted', () =>
    expect(restrictedProblems({ containers: [{ name: 'loose' }], volumes: [{ name: 'host', hostPath: {} }] })).toEqual([
      'volume of kind hostPath',
      'loose: allowPrivilegeEscalation is not false',
      'loose: runAsNonRoot is not true',
      'loose: capabilities do not drop ALL',
      'loose: seccompProfile is not RuntimeDefault',
    ]));
});
