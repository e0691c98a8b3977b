import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { kind } from '../../kinds/kind.ts';
import type { Kind } from '../../kinds/kind-resource.ts';
import type { StructuralSchema } from '../../kinds/schema/reading.ts';
import type { Client } from '../../kube/client/client.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import { customResourceDefinitions } from '../../kube/objects/built-in.ts';
import type { KubeObject } from '../../kube/objects/resource.ts';
import { startLab, type Lab } from '../../lab/start-lab.ts';
import { connectToRealApiServer, describeAlsoReal } from '../real/api-server.ts';
import { until } from '../until.ts';
import { ACCEPTED } from './accepted-schemas.ts';
import { randomValue, seeded } from './random-value.ts';

const VALUES = 2_000;
/** So many requests under way at once. */
const BATCH = 25;
const names = Object.keys(ACCEPTED);

/** One kind with a field for each of the schemas. */
const Sample = kind({
  group: 'example.com',
  version: 'v1',
  kind: 'Sample',
  spec: z.object(Object.fromEntries(Object.entries(ACCEPTED).map(([name, schema]) => [name, schema.optional()]))),
});
const alone = names.map((name) =>
  kind({ group: 'example.com', version: 'v1', kind: `S${name}`, spec: z.object({ [name]: ACCEPTED[name] ?? z.never() }) }),
);

interface Trial {
  readonly name: string;
  readonly value: unknown;
}

const schemaOf = (name: string): StructuralSchema => {
  const [version] = Sample.definition().spec.versions;
  return version?.schema?.openAPIV3Schema?.properties?.['spec']?.properties?.[name] ?? {};
};
const trials = (): readonly Trial[] => {
  const random = seeded(28);
  return Array.from({ length: VALUES }, (_, at) => {
    const name = names[at % names.length] ?? '';
    return { name, value: randomValue(schemaOf(name), random) };
  });
};
const objectOf = ({ name, value }: Trial) => ({ metadata: { namespace: 'default', name: 'tried' }, spec: { [name]: value } });

const zodTakes = (trial: Trial): boolean => {
  try {
    Sample.parse(objectOf(trial));
    return true;
  } catch {
    return false;
  }
};
const serverTakes = async (client: Client, trial: Trial): Promise<boolean> => {
  try {
    await client.create<KubeObject>(Sample, objectOf(trial), { dryRun: true });
    return true;
  } catch (error) {
    if (ApiError.is(error, 'invalid')) return false;
    throw error;
  }
};
async function disagreements(client: Client): Promise<readonly string[]> {
  const all = trials();
  const told: string[] = [];
  for (let from = 0; from < all.length; from += BATCH)
    await Promise.all(
      all.slice(from, from + BATCH).map(async (trial) => {
        const [ours, theirs] = [zodTakes(trial), await serverTakes(client, trial)];
        if (ours !== theirs) told.push(`${trial.name}: ${JSON.stringify(trial.value)} zod ${ours}, server ${theirs}`);
      }),
    );
  return told;
}
const refusals = async (client: Client, kinds: readonly Kind<KubeObject>[]): Promise<readonly string[]> =>
  (
    await Promise.all(
      kinds.map(({ definition }) =>
        client.create(customResourceDefinitions, definition(), { dryRun: true }).then(
          () => [],
          (error: unknown) => [String(error)],
        ),
      ),
    )
  ).flat();

it('the schemas that are tried are 60 at least, and the values are of either sort', () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
  const taken = trials().filter(zodTakes).length;
  expect(taken).toBeGreaterThan(VALUES / 4);
  expect(taken).toBeLessThan((VALUES * 3) / 4);
});

describe('a kind, on the embedded server', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ kinds: [Sample] });
  });
  afterAll(() => lab.stop());

  it('is accepted', async () => expect(await refusals(lab.client, alone)).toEqual([]));
  it(`takes what zod takes, of ${VALUES} values`, async () => expect(await disagreements(lab.client)).toEqual([]));
});

describeAlsoReal('a kind, on the real server', () => {
  const real = connectToRealApiServer();
  beforeAll(async () => {
    const { client } = real;
    await client.create(customResourceDefinitions, Sample.definition());
    await until('samples', () => client.list(Sample));
  });

  it('is accepted', async () => expect(await refusals(real.client, alone)).toEqual([]));
  it(`takes what zod takes, of ${VALUES} values`, async () => expect(await disagreements(real.client)).toEqual([]));
});
