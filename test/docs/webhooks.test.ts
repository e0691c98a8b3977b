import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { blocksOf } from '../readme/blocks.ts';

const CONVERTS = `
  const old = { metadata: { name: 'a' }, spec: { to: 'a:80' } };
  const converted = v1AndV2.up(old);
  assert.deepEqual(converted, { metadata: { name: 'a' }, spec: { host: 'a', port: 80 } });
  assert.deepEqual(v1AndV2.down(converted), old);`;
const CHART = `
  import { App, Chart, Testing } from 'cdk8s';
  import { WebhookRegistration } from 'civ8s/constructs';
  const chart = new Chart(new App(), 'chart');`;
const END = `process.stdout.write(JSON.stringify(Testing.synth(chart).map(({ kind }) => kind)));`;

/** Imports of the package, from anywhere on this machine. */
const fromHere = (text: string): string =>
  text
    .replaceAll(/from 'civ8s\/(\w+)'/g, (_, door: string) => `from '${pathToFileURL(`package/${door}.ts`).href}'`)
    .replaceAll("from 'cdk8s'", `from '${import.meta.resolve('cdk8s')}'`);

it('docs/webhooks.md refuses in a lab what it says that it refuses, and its chart renders', () => {
  const blocks = blocksOf(readFileSync('docs/webhooks.md', 'utf8')).flatMap(({ language, text }) => (language === 'ts' ? [text] : []));
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-webhooks-'));
  try {
    const file = join(folder, 'page.ts');
    writeFileSync(file, fromHere([blocks[0], blocks[1], blocks[2], CONVERTS, CHART, blocks[3], END].join('\n')));
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect({ status, stderr, kinds: JSON.parse(stdout || '[]') as unknown }).toEqual({
      status: 0,
      stderr: '',
      kinds: ['Service', 'ValidatingWebhookConfiguration', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
