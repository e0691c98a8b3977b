import { Command } from 'commander';
import { configMaps, deployments, pods, type ConfigMap, type Pod } from '../../kube/objects/built-in.ts';
import { isReady } from '../../kube/objects/pod-ready.ts';
import { parseDirections } from '../../model/directions.ts';
import { rate } from '../../model/economy/rate.ts';
import { SHOP_LABEL, TOWN_LABEL, WAITS_ANNOTATION } from '../../model/keys.ts';
import type { GuardedInvocation } from '../output.ts';
import { printList, withListingOptions, type ListingOptions } from '../cluster/listing.ts';
import { marketSelection } from '../cluster/market-selection.ts';
import type { Row } from '../cluster/rows.ts';
import { shopWorkers, workersText, type ShopWorkers } from '../cluster/shop-workers.ts';
import { reachCluster, withClusterOptions, type ClusterOptions } from '../cluster/reach-cluster.ts';
import { required } from './required.ts';
import { runCommand } from '../run-command.ts';
import { stockOf } from '../../kube/objects/stock.ts';

type Options = ClusterOptions &
  Partial<ListingOptions> & { readonly kingdom?: string; readonly town?: string; readonly selector?: string; readonly all?: boolean };

export const shopsCommand = (invocation: GuardedInvocation): Command =>
  withClusterOptions(
    withListingOptions(
      new Command('shops')
        .description('list the shops of a town: its pods')
        .argument('[kingdom]', 'the same as --kingdom')
        .argument('[town]', 'the same as --town')
        .option('-n, --kingdom <name>', 'the kingdom of the shops')
        .option('--town <name>', 'the town of the shops')
        .option('-A, --all', 'all towns of the kingdom; without a kingdom, all kingdoms')
        .option('-l, --selector <labels>', 'only those with these labels'),
    ),
  )
    .addHelpText('before', 'civ shops --kingdom kingdom-of-foobar --town simple-town\nciv shops -A -o wide\n')
    .action(
      async (
        first: string | undefined,
        second: string | undefined,
        { output = 'plain', watch = false, selector, all = false, kingdom = first, town = second, ...cluster }: Options,
      ) => {
        if (!all) required({ kingdom, town });
        const shown = { kingdom: kingdom === undefined, town: town === undefined };
        const inTown = town === undefined ? TOWN_LABEL : `${TOWN_LABEL}=${town}`;
        const where = kingdom === undefined ? {} : { namespace: kingdom };
        const people = { resource: pods, ...where, labelSelector: [inTown, ...(selector === undefined ? [] : [selector])].join(',') };
        await reachCluster(invocation, cluster, async (reached) => {
          const isShort = output === 'plain' || output === 'name';
          const market = isShort ? undefined : await marketSelection(reached, kingdom);
          const details =
            market === undefined ? [] : [configMaps, deployments, pods].map((resource) => ({ resource, ...market.selection }));
          await printList(
            invocation,
            reached,
            {
              kingdom,
              titles: tableRow(
                {
                  kingdom: 'KINGDOM',
                  name: 'NAME',
                  town: 'TOWN',
                  rest: ['SHOP', 'WORKERS', 'WANTS', 'READY', 'STOCK', 'MAKES', 'WAITS-FOR'],
                },
                shown,
              ),
              collections: [people, ...details],
              rows: ([found = [], maps = [], owners = [], everyone = []]) =>
                rows(found, { maps, workers: shopWorkers({ maps, deployments: owners, pods: everyone }, { whole: market?.whole }) }, shown),
            },
            { output, watch },
          );
        });
      },
    );

export const shops = runCommand(shopsCommand);

/** What was asked for is not said again. */
interface Shown {
  readonly kingdom: boolean;
  readonly town: boolean;
}

const tableRow = (
  {
    kingdom,
    name,
    town,
    rest,
  }: { readonly kingdom: string; readonly name: string; readonly town: string; readonly rest: readonly string[] },
  shown: Shown,
): readonly string[] => [...(shown.kingdom ? [kingdom] : []), name, ...(shown.town ? [town] : []), ...rest];

interface Facts {
  readonly maps: readonly ConfigMap[];
  /** By kingdom and shop. */
  readonly workers: ReadonlyMap<string, ShopWorkers>;
}

function rows(all: readonly Pod[], { maps, workers }: Facts, shown: Shown): readonly Row[] {
  const makes = new Map(maps.map((map) => [`${map.metadata?.namespace ?? ''}/${map.metadata?.labels?.[SHOP_LABEL] ?? ''}`, ratesOf(map)]));
  return all.map((pod) => {
    const { name = '', namespace = '', labels = {}, annotations = {} } = pod.metadata ?? {};
    const [town, shop] = [labels[TOWN_LABEL] ?? '', labels[SHOP_LABEL] ?? ''];
    const ready = isReady(pod);
    const stock = stockOf(pod);
    const waits = annotations[WAITS_ANNOTATION] ?? '';
    const staff = workers.get(`${namespace}/${shop}`);
    const rates = makes.get(`${namespace}/${shop}`) ?? new Map<string, number>();
    const listed = [...stock].map(([good, count]) => `${good} ${count}`).join(', ');
    const made = [...rates].map(([good, perSecond]) => `${rate(perSecond)} ${good}/s`).join(', ');
    return {
      name: shown.kingdom ? `${namespace}/${name}` : name,
      title: `pod/${name}`,
      cells: tableRow(
        {
          kingdom: namespace,
          name,
          town,
          rest: [shop, ...workersCells(staff), ready ? 'yes' : 'no', listed || '<none>', made || '<unknown>', waits || '<nothing>'],
        },
        shown,
      ),
      data: {
        name,
        kingdom: namespace,
        town,
        shop,
        ...(staff === undefined ? {} : workersData(staff)),
        ready,
        stock: Object.fromEntries(stock),
        makesPerSecond: Object.fromEntries(rates),
        ...(waits === '' ? {} : { waitsFor: waits }),
      },
    };
  });
}

const workersData = ({ has, range, wants }: ShopWorkers): object => ({
  workers: has,
  ...(range === undefined ? {} : { range }),
  ...(wants === undefined ? {} : { wants }),
});

function workersCells(staff: ShopWorkers | undefined): readonly string[] {
  if (staff === undefined) return ['<unknown>', '<unknown>'];
  const { range, wants } = staff;
  return [workersText(staff), range === undefined ? '<fixed>' : wants === undefined ? '<unknown>' : `${wants}`];
}

/** What its directions would make, were nothing ever missing. */
function ratesOf({ data }: ConfigMap): ReadonlyMap<string, number> {
  const parsed = parseDirections(data?.['directions.json'] ?? '');
  return new Map(parsed.ok ? parsed.value.map(({ product, amount, interval }) => [product, amount / interval]) : []);
}
