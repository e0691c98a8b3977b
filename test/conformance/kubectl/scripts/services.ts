import { differs, says, type Script } from '../script.ts';

const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'bad' },
  spec: { rules: [{ http: { paths: [{ path: 'x', backend: { service: { name: 's', port: { number: 80 } } } }] } }] },
};

export const serviceScript: Script = {
  about: 'services and what leads to them',
  commands: [
    says('create service clusterip made --tcp=80:8080'),
    says('create service nodeport node --tcp=80'),
    says('create service externalname far --external-name=example.com'),
    says('create service loadbalancer lb --tcp=80'),
    says('create service clusterip headless --clusterip=None'),
    says('get services'),
    says('get service made -o yaml'),
    says('describe service made'),
    says('create service clusterip bad_name --tcp=80'),
    says(`patch service made -p '{"spec":{"clusterIP":"10.1.0.77"}}'`),
    says('set selector service made app=x'),
    says('get endpoints'),
    says('get endpointslices'),
    says(`create ingress web --rule=example.com/path*=made:80`),
    says('get ingress'),
    says('describe ingress web'),
    says('create -f -', ingress),
    says('get ingressclasses'),
    says('create -f -', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'deny' },
      spec: { podSelector: {} },
    }),
    says('get networkpolicies'),
    says('describe networkpolicy deny'),
    says('delete service made'),
    says('-n default get service kubernetes'),
    says('-n default get service kubernetes -o jsonpath={.spec.ports}'),
    says('-n default describe service kubernetes'),
    says('-n default get endpointslice kubernetes -o jsonpath={.ports[0].name}'),
    differs('addresses come from one range, which is not to be configured', says('get servicecidrs')),
    says('-n default get endpoints kubernetes'),
    says('delete services --all'),
  ],
};
