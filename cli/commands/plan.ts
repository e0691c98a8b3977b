import { Command, Option } from 'commander';
import { economy, type Economy } from '../../model/economy/economy.ts';
import { economyWarnings } from '../../model/economy/economy-warnings.ts';
import { planMermaid } from '../../model/economy/plan-mermaid.ts';
import { planTable } from '../../model/economy/plan-table.ts';
import { workersForFullSpeed } from '../../model/economy/remedy.ts';
import type { WorkerCounts } from '../../model/economy/market.ts';
import { declaredWorkers } from '../../model/economy/supply-graph.ts';
import { realmProblems } from '../../model/checks/realm-problems.ts';
import { renderMistakes } from '../../model/checks/render-mistakes.ts';
import { withDefaultReplicas } from '../../model/default-replicas.ts';
import { placeKey } from '../../model/realm.ts';
import { isLeftToDemand, workersRange } from '../../model/workers-range.ts';
import type { CommandInvocation } from '../invocation.ts';
import { readRealm, withRealmSource, type RealmSource } from '../realm/realm-source.ts';
import { CommandFailure, runCommand } from '../run-command.ts';

export const planCommand = ({ stdout, stderr }: CommandInvocation): Command =>
  withRealmSource(new Command('plan').description('show what a realm makes and uses, which shops will starve, and why'))
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['table', 'mermaid', 'json']).default('table'))
    .addHelpText('before', 'civ plan\nciv plan -o mermaid\nciv plan -f values.yaml -o json\n')
    .action(async ({ output, ...source }: RealmSource & { readonly output: 'table' | 'mermaid' | 'json' }) => {
      const { realm: declared, settings } = await readRealm(source);
      const realm = withDefaultReplicas(declared, settings?.defaults ?? {});
      const mistakes = realmProblems(realm);
      if (mistakes.length > 0) throw new CommandFailure(renderMistakes(realm.name, mistakes));
      const found = economy(realm);
      const wanted = workersForFullSpeed(realm);
      for (const warning of economyWarnings(found, () => wanted)) stderr.write(`warning: ${warning}\n`);
      const forms = {
        table: () => planTable(found, wanted),
        mermaid: () => planMermaid(found),
        json: () => `${JSON.stringify(planData(found, wanted), undefined, 2)}\n`,
      };
      stdout.write(forms[output]());
    });

export const plan = runCommand(planCommand);

/** Without what only the table needs; what never comes is null. */
const planData = ({ goods, shops }: Economy, wanted: WorkerCounts) => ({
  goods: goods.map(({ good, supply, made, demand, used }) => ({ good, couldMake: supply, made, couldUse: demand, used })),
  shops: shops.map(({ kingdom, town, shop, makes }) => ({
    kingdom: kingdom.name,
    town: town.name,
    shop: shop.name,
    workers: declaredWorkers({ shop }),
    ...(isLeftToDemand(workersRange(shop.replicas)) ? { range: workersRange(shop.replicas) } : {}),
    wants: wanted.get(placeKey({ kingdom, shop })) ?? declaredWorkers({ shop }),
    makes: makes.map((making) => ({
      good: making.good,
      couldMake: making.full,
      makes: making.rate,
      firstStockSeconds: Number.isFinite(making.firstStockSeconds) ? making.firstStockSeconds : null,
      limit: making.limit.by,
    })),
  })),
});
