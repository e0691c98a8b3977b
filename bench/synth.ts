import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { surveyOf } from '../constructs/survey.ts';
import { shopDirections } from '../model/shop-directions.ts';
import { addressKey } from '../model/realm.ts';
import { tellHotPath } from './hot-paths.ts';
import { manyKingdoms } from './many-kingdoms.ts';

const LARGEST = 1_000;
const COUNTS = [1, 100, LARGEST];
const RUNS = 5;

interface Run {
  readonly seconds: number;
  readonly objects: number;
  readonly memory?: number;
  /** Seconds of processors. */
  readonly cpu?: number;
}

/** Synth as a user runs it, whole processes; the best of five runs each, beside `helm template` of an equivalent chart. */
export async function synth(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-bench-'));
  try {
    const helm = spawnSync('helm', ['version']).status === 0;
    const best = new Map<string, Run>();
    // Turn about, so that what else the machine does meets all of them alike.
    for (let run = 0; run < RUNS; run += 1)
      for (const count of COUNTS) {
        keep(best, `civ8s ${count}`, ours(count, folder));
        if (helm) keep(best, `helm ${count}`, helms(count, folder));
        if (count === LARGEST) keep(best, 'bare', bare(folder));
        keep(best, 'libraries', { ...timed(process.execPath, [...PRELOAD, '--eval', LIBRARIES]), objects: 0 });
      }
    print('kingdoms  program  objects  seconds  objects/s  peak MiB');
    for (const count of COUNTS)
      for (const program of ['civ8s', 'helm']) {
        const run = best.get(`${program} ${count}`);
        if (run)
          print(
            [
              String(count).padStart(8),
              program.padEnd(7),
              String(run.objects).padStart(7),
              run.seconds.toFixed(2).padStart(7),
              String(Math.round(rateOf(run))).padStart(9),
              String(run.memory ?? '').padStart(8),
            ].join('  '),
          );
      }
    const ratio = (program: string) =>
      ((best.get(`${program} 1000`)?.seconds ?? 0) / (best.get(`${program} 100`)?.seconds ?? 1)).toFixed(1);
    print(
      `1,000 kingdoms cost ${ratio('civ8s')} times what 100 cost${helm ? `; with helm ${ratio('helm')} times` : '; helm is not on PATH'}`,
    );
    tellHotPath(print, {
      path: 'synth of one kingdom',
      value: best.get('civ8s 1')?.seconds ?? NaN,
      unit: 's',
      bar: { atMost: 0.15 },
      beside: { what: 'cdk8s and cdk8s-plus loaded, and nothing rendered', value: best.get('libraries')?.seconds ?? NaN },
    });
    tellHotPath(print, {
      path: 'synth of 1,000 kingdoms, of the processor',
      value: best.get('civ8s 1000')?.cpu ?? NaN,
      unit: 's',
      beside: { what: 'as many objects of bare cdk8s, made, rendered and written as JSON', value: best.get('bare')?.cpu ?? NaN },
    });
    if (helm)
      tellHotPath(print, {
        path: 'synth of 1,000 kingdoms',
        value: rateOf(best.get('civ8s 1000')),
        unit: 'objects/s',
        bar: { atLeast: 3 * rateOf(best.get('helm 1000')) },
        beside: { what: '`helm template` of an equivalent chart', value: rateOf(best.get('helm 1000')) },
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As cdk8s.yaml has them. */
const PRELOAD = ['--min-semi-space-size=16', '--require', join(import.meta.dirname, '../scripts/compile-cache.cjs')];
const LIBRARIES = "require('cdk8s'); require('cdk8s-plus-28');";

const rateOf = ({ objects, seconds }: Run = { objects: NaN, seconds: 1 }): number => objects / seconds;

function keep(best: Map<string, Run>, name: string, run: Run): void {
  const known = best.get(name);
  if (known === undefined || run.seconds < known.seconds) best.set(name, run);
}

function ours(count: number, folder: string): Run {
  const outdir = join(folder, `civ8s-${count}`);
  const { seconds, stdout } = timed(process.execPath, [...PRELOAD, join(import.meta.dirname, 'synth-process.ts'), String(count), outdir]);
  const objects = readdirSync(outdir).reduce((sum, name) => sum + documents(readFileSync(join(outdir, name), 'utf8')), 0);
  return { seconds, objects, ...(JSON.parse(stdout) as Pick<Run, 'cpu' | 'memory'>) };
}

/** As many objects as those kingdoms have, made of the first one's. */
function bare(folder: string): Run {
  const manifest = join(folder, 'civ8s-1', 'kingdom-0.k8s.yaml');
  const program = join(import.meta.dirname, 'synth/bare-process.ts');
  const { seconds, stdout } = timed(process.execPath, [...PRELOAD, program, manifest, String(LARGEST), join(folder, 'bare.json')]);
  return { seconds, objects: LARGEST * documents(readFileSync(manifest, 'utf8')), ...(JSON.parse(stdout) as Pick<Run, 'cpu'>) };
}

function helms(count: number, folder: string): Run {
  const values = join(folder, `values-${count}.json`);
  writeFileSync(values, JSON.stringify(valuesOf(count)));
  const { seconds, stdout } = timed('helm', ['template', 'kingdoms', join(import.meta.dirname, 'chart'), '--values', values]);
  return { seconds, objects: documents(stdout) };
}

function timed(program: string, args: readonly string[]): { readonly seconds: number; readonly stdout: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return { seconds: (performance.now() - start) / 1_000, stdout };
}

const documents = (text: string): number => text.match(/^kind: /gm)?.length ?? 0;

/** The same kingdoms as values of the chart, which cannot find out by itself who buys where. */
function valuesOf(count: number): object {
  const realm = manyKingdoms(count);
  const { routes } = surveyOf(realm);
  const kingdoms = realm.kingdoms.map(({ name: kingdom, towns }) => ({
    name: kingdom,
    towns: towns.map((town) => ({
      name: town.name,
      shops: town.shops.map((shop) => {
        const route = routes.get(addressKey({ kingdom, shop: shop.name }));
        const names = (places: NonNullable<typeof route>['buyers'] = []) => places.map((place) => place.shop.name);
        return {
          name: shop.name,
          directions: shopDirections(kingdom, shop),
          buyers: names(route?.buyers),
          suppliers: names(route?.suppliers),
        };
      }),
    })),
  }));
  return { realm: realm.name, image: 'civ8s:0.1.0', kingdoms };
}
