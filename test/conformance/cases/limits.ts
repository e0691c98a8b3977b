import { casesOf, type Case } from '../case.ts';
import { APPLY, configMap, JSON_PATCH, MERGE, namespaced, STRATEGIC } from '../objects.ts';

const limits = casesOf('limits');
const MEBIBYTE = 1024 * 1024;
const YAML = { type: 'application/yaml' };

const nested = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
const copies = (size: number, count: number) => [
  { op: 'add', path: '/data/a', value: 'x'.repeat(size) },
  ...Array.from({ length: count }, () => ({ op: 'copy', from: '/data/a', path: '/data/b' })),
];
const tests = (count: number) => Array.from({ length: count }, () => ({ op: 'test', path: '/data/a', value: '1' }));
/** Each line means nine of the line before. */
const bomb = (lines: number): string =>
  [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}',
    'x0: &x0 [lol,lol,lol,lol,lol,lol,lol,lol,lol]',
    ...Array.from(
      { length: lines },
      (_, index) => `x${index + 1}: &x${index + 1} [${Array.from({ length: 9 }, () => `*x${index}`).join(',')}]`,
    ),
  ].join('\n');

export const limitCases: readonly Case[] = [
  limits.succeeds('takes what is just within the limits', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', { data: { a: '1' } }));
    await ask('PATCH', `${at}/c`, tests(10_000), JSON_PATCH);
    await ask('PATCH', `${at}/c`, `{"x":${nested(900)}}`, MERGE);
    await ask('PATCH', `${at}/c`, `{"x":${nested(900)}}`, STRATEGIC);
    await ask('POST', `${at}?dryRun=All`, `{"metadata":{"name":"deep"},"x":${nested(900)}}`);
    await ask('POST', `${at}?dryRun=All`, bomb(2), YAML);
  }),
  limits.refuses('refuses a JSON patch of too many operations', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', { data: { a: '1' } }));
    await ask('PATCH', `${at}/c`, tests(10_001), JSON_PATCH);
  }),
  limits.refuses('refuses a JSON patch that copies more than 3 MiB, however small it is', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', { data: { a: '1' } }));
    await ask('PATCH', `${at}/c`, copies(MEBIBYTE - 2, 3), JSON_PATCH); // as text, three times a mebibyte: too long for a ConfigMap
    await ask('PATCH', `${at}/c`, copies(MEBIBYTE - 1, 3), JSON_PATCH);
    const doubling = Array.from({ length: 30 }, (_, index) => ({ op: 'copy', from: '/data', path: `/data/b${index}` }));
    await ask('PATCH', `${at}/c`, doubling, JSON_PATCH);
    await ask('GET', `${at}/c`);
  }),
  limits.refuses('refuses what is nested 10,001 levels deep', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', { data: { a: '1' } }));
    await ask('PATCH', `${at}/c`, `{"x":${nested(10_000)}}`, MERGE);
    await ask('PATCH', `${at}/c`, `{"x":${nested(10_000)}}`, STRATEGIC);
    await ask('PATCH', `${at}/c`, `[{"op":"add","path":"/x","value":${nested(10_000)}}]`, JSON_PATCH);
    await ask('POST', at, `{"metadata":{"name":"deep"},"x":${nested(10_000)}}`);
    await ask('POST', at, `{"metadata":{"name":"deep"},"x":${'['.repeat(100_000)}`);
  }),
  limits.refuses('refuses YAML that means far more than it says', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'configmaps');
    for (const lines of [4, 9]) {
      await ask('POST', at, bomb(lines), YAML);
      await ask('PATCH', `${at}/bomb?fieldManager=x`, bomb(lines), APPLY);
    }
  }),
  limits.refuses(
    'refuses YAML that contains itself',
    async ({ namespace, ask }) => {
      const at = namespaced(namespace, 'configmaps');
      await ask('POST', at, 'metadata: {name: c}\nx: &a [*a]\n', YAML);
      await ask('PATCH', `${at}/c?fieldManager=x`, 'apiVersion: v1\nkind: ConfigMap\nx: &a {b: *a}\n', APPLY);
    },
    'the anchor is not named',
  ),
  limits.refuses('refuses what is too large for its body, its kind or the store', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'configmaps');
    await ask('POST', at, configMap('c', { data: { a: 'x'.repeat(3 * MEBIBYTE) } }));
    await ask('POST', at, configMap('c', { data: { a: 'x'.repeat(MEBIBYTE + 1) } }));
    await ask('POST', at, configMap('c', {}, { annotations: { a: 'x'.repeat(256 * 1024 + 1) } }));
    const container = { name: 'c', image: 'i', args: ['x'.repeat(1_700 * 1024)] };
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [container] } };
    await ask('POST', namespaced(namespace, 'deployments', 'apis/apps/v1'), {
      metadata: { name: 'd' },
      spec: { selector: { matchLabels: { a: 'b' } }, template },
    });
  }),
];
