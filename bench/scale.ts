import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../kube/connect.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { imageEntry } from './image.ts';
import { MEASURED } from './measured-table.ts';
import { createCostTable, tableText, type CostTable } from './scale/cost-table.ts';
import { controllerCosts } from './scale/controller-costs.ts';
import { measured } from './scale/measured-process.ts';
import { playNodes } from './scale/played-nodes.ts';
import { startPlayedWorkers } from './scale/played-workers.ts';
import { plotOf } from './scale/plot.ts';
import { realmValues } from './scale/realm-values.ts';

const SIZES = [100, 1_000, 10_000];
/** An address for each shop of the largest. */
const SERVICES = '10.0.0.0/16';
const DOCUMENT = 'docs/scale.md';
const PICTURE = 'docs/pictures/scale.svg';

/**
 * What a realm costs by how many shops it has: on a real API server and etcd, with nodes that are only played. SCALE_SIZES=100,1000
 * chooses other sizes; with the three of its own it writes its table and its plot into docs/.
 */
export async function scale(print: (line: string) => void): Promise<void> {
  const sizes = process.env['SCALE_SIZES']?.split(',').map(Number) ?? SIZES;
  const table = createCostTable();
  const entry = imageEntry();
  for (const size of sizes) {
    print(`${size} shops`);
    await costsOf(size, entry, {
      ...table,
      add(what, unit, of, value) {
        table.add(what, unit, of, value);
        print(`  ${what.padEnd(60)} ${value.toFixed(2).padStart(10)} ${unit}`);
      },
    });
  }
  const text = `${tableText(table.rows, sizes)}\n`;
  print(text);
  if (sizes !== SIZES) return;
  writeFileSync(DOCUMENT, readFileSync(DOCUMENT, 'utf8').replace(MEASURED, text));
  writeFileSync(PICTURE, plotOf(table.rows, sizes));
}

async function costsOf(size: number, entry: string, table: CostTable): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-scale-'));
  try {
    const [values, rendered] = [join(folder, 'values.json'), join(folder, 'rendered')];
    writeFileSync(values, JSON.stringify(realmValues(size)));
    const realm = ['-f', values, '--name', 'many'];
    const civ = async (what: string, args: readonly string[], kubeconfig = ''): Promise<void> => {
      const { seconds, cpuSeconds, mostMiB } = await measured([entry, ...args], { env: { KUBECONFIG: kubeconfig } });
      table.add(what, 's', size, seconds);
      table.add(`${what}: processor time`, 's', size, cpuSeconds);
      table.add(`${what}: memory at most`, 'MiB', size, mostMiB);
    };
    await civ('civ render', ['render', ...realm, '--output', rendered]);
    await civ('civ plan', ['plan', ...realm]);
    await rivalCosts(size, rendered, table);
    const server = await startRealApiServer({ serviceRange: SERVICES });
    const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 64 });
    try {
      await civ('civ apply', ['apply', ...realm], server.kubeconfig);
      await civ('civ apply, nothing changed', ['apply', ...realm], server.kubeconfig);
      const changed = readFileSync(values, 'utf8').replace('"amount":10', '"amount":11');
      writeFileSync(values, changed);
      await civ('civ apply, one shop changed', ['apply', ...realm], server.kubeconfig);
      await playNodes(connection.client);
      await civ('civ shops -A', ['shops', '-A'], server.kubeconfig);
      const workers = await startPlayedWorkers(server);
      try {
        await civ('civ audit', ['audit'], workers.kubeconfig);
      } finally {
        await workers.stop();
      }
      await controllerCosts({ size, entry, kubeconfig: server.kubeconfig, client: connection.client, folder, table });
    } finally {
      await connection.close();
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** kubectl, with the same files on a server of the same kind. */
async function rivalCosts(size: number, rendered: string, table: CostTable): Promise<void> {
  const server = await startRealApiServer({ serviceRange: SERVICES });
  try {
    const kubectl = [
      join(server.assets, 'kubectl'),
      '--kubeconfig',
      server.kubeconfig,
      'apply',
      '--server-side',
      '--force-conflicts',
      '-f',
      rendered,
    ];
    for (const what of ['kubectl apply --server-side', 'kubectl apply --server-side, nothing changed'])
      table.add(what, 's', size, (await measured(kubectl, { isNode: false })).seconds);
  } finally {
    await server.stop();
  }
}
