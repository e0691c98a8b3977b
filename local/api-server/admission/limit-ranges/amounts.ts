import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt, shown } from '../../../../ground/json/read-json.ts';
import { parseQuantity, type Quantity } from '../../../../ground/text/quantity.ts';

/** By the name of a resource. */
export type Amounts = ReadonlyMap<string, Quantity>;

export const quantityOf = (value: Json | undefined): Quantity => parseQuantity(shown(value)) ?? { nano: 0n, format: 'decimal' };

export const amountsOf = (map: JsonObject | undefined): Amounts =>
  new Map(Object.entries(map ?? {}).map(([name, value]) => [name, quantityOf(value)]));

export const amountsIn = (container: JsonObject, field: 'limits' | 'requests'): Amounts =>
  amountsOf(objectAt(objectAt(container, 'resources'), field));

const merged = (all: readonly Amounts[], join: (one: bigint, other: bigint) => bigint): Amounts => {
  const whole = new Map<string, Quantity>();
  for (const amounts of all)
    for (const [name, { nano, format }] of amounts) {
      const known = whole.get(name);
      whole.set(name, { nano: known ? join(known.nano, nano) : nano, format: known?.format ?? format });
    }
  return whole;
};

export const sumOf = (all: readonly Amounts[]): Amounts => merged(all, (one, other) => one + other);
const mostOf = (all: readonly Amounts[]): Amounts => merged(all, (one, other) => (one > other ? one : other));

const isSidecar = (container: JsonObject) => container['restartPolicy'] === 'Always';

/** What a pod needs in all: its containers run side by side, what prepares it one after the other and beside its sidecars. */
export function amountsOfPod(spec: JsonObject, field: 'limits' | 'requests'): Amounts {
  const init = objectsAt(spec, 'initContainers');
  const sidecars: Amounts[] = [];
  const preparing = init.map((container) => {
    const own = amountsIn(container, field);
    if (isSidecar(container)) sidecars.push(own);
    return sumOf(isSidecar(container) ? sidecars : [...sidecars, own]);
  });
  const running = sumOf([...objectsAt(spec, 'containers').map((container) => amountsIn(container, field)), ...sidecars]);
  return sumOf([mostOf([running, ...preparing]), amountsOf(objectAt(spec, 'overhead'))]);
}
