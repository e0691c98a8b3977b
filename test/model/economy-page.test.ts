import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { inSeconds } from '../../model/duration.ts';
import { economy } from '../../model/economy/economy.ts';
import { economyWarnings } from '../../model/economy/economy-warnings.ts';
import { planMermaid } from '../../model/economy/plan-mermaid.ts';
import { planTable } from '../../model/economy/plan-table.ts';
import { workersForFullSpeed } from '../../model/economy/remedy.ts';
import { rate } from '../../model/economy/rate.ts';
import { realm as sample } from '../../realm.ts';

const page = readFileSync(new URL('../../docs/economy.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```(?:text|mermaid)\n([^`]*)```/g)].map(([, text]) => text);
const result = economy(sample);
const wanted = workersForFullSpeed(sample);

describe('docs/economy.md', () => {
  it('shows what the sample gives', () =>
    expect(blocks).toEqual([`${economyWarnings(result, () => wanted).join('\n')}\n`, planTable(result, wanted), planMermaid(result)]));

  it('has the right figures in its first table', () => {
    const row = result.shops.flatMap(({ shop, makes }) =>
      makes.map(({ full, good, inputs }, index) => {
        const making = shop.makes[index];
        const from = making?.inputs.map((input) => `${input.amount} ${input.good}`).join(' and ');
        const turn = `${making?.amount} ${good} every ${making ? inSeconds(making.every) : ''} s${from ? `, from ${from}` : ''}`;
        const turns = making ? rate(1 / inSeconds(making.every)) : '';
        const bought = inputs.map((input) => `${rate(input.demand)} ${input.good}/s`).join(', ');
        return `| ${shop.name} | ${turn} | ${turns} | ${rate(full)} ${good}/s | ${bought}`.trimEnd();
      }),
    );
    for (const line of row) expect(page).toContain(`\n${line}`);
  });
});
