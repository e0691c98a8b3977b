import { once, says, type Script } from '../script.ts';

const GROUP = 'NAMESPACE.example.com';
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `towns.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural: 'towns', singular: 'town', kind: 'Town', shortNames: ['tn'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' } },
        additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            description: 'A place where people live.',
            properties: {
              spec: {
                type: 'object',
                description: 'What is wanted.',
                properties: { size: { type: 'integer', description: 'How many.', minimum: 1 } },
              },
              status: { type: 'object', properties: { size: { type: 'integer' } } },
            },
          },
        },
      },
    ],
  },
};
const town = (spec: object) => ({ apiVersion: `${GROUP}/v1`, kind: 'Town', metadata: { name: 't' }, spec });

export const definitionScript: Script = {
  about: 'custom resources',
  commands: [
    says('apply -f -', town({ size: 1 })),
    says('create -f -', definition),
    once(`get crd towns.${GROUP} -o yaml`, 'type: Established', says(`wait crd towns.${GROUP} --for=condition=Established --timeout=20s`)),
    says(`get crd towns.${GROUP}`),
    once('explain towns.spec', 'How many.', says('apply -f -', town({ size: 3 }))),
    says('apply -f -', town({ size: 3, none: 1 })),
    says('apply -f - --validate=warn', town({ size: 3, none: 1 })),
    says('apply -f -', town({ size: 0 })),
    says('apply -f -', town({ size: 'x' })),
    says('get towns'),
    says('get tn t -o yaml'),
    says('describe town t'),
    says('scale town t --replicas=5'),
    says('get town t -o jsonpath={.spec.size}'),
    says('apply --server-side -f -', town({ size: 3 })),
    says('apply --server-side --force-conflicts -f -', town({ size: 3 })),
    says(`patch town t --type=merge -p '{"spec":{"size":4}}'`),
    says(`patch town t -p '{"spec":{"size":4}}'`),
    says('label town t a=b'),
    says('delete town t'),
    says(`delete crd towns.${GROUP}`),
    says('create -f -', { ...definition, metadata: { name: 'wrong' } }),
  ],
};
