import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namespaces } from '../kube/objects/built-in.ts';
import { startLab } from '../lab/start-lab.ts';

// bench/lab.ts measures how long this takes from the start of node.
void test('a lab has a namespace', async () => {
  await using lab = await startLab();
  assert.ok((await lab.client.list(namespaces)).items.length > 0);
});
