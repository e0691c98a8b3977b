import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import type { ShopWorkers } from '../../cli/cluster/shop-workers.ts';
import { screenLines } from '../../cli/commands/up/screen.ts';
import { blocksOf } from './blocks.ts';

const page = readFileSync('README.md', 'utf8');
const blocks = blocksOf(page);
const textsOf = (wanted: string) => blocks.filter(({ language }) => language === wanted).map(({ text }) => text);

describe('README.md', () => {
  it('links to what is there', () => {
    const targets = [...page.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !target.startsWith('https://'));
    expect(targets.length).toBeGreaterThan(5);
    expect(targets.filter((target) => !existsSync(target))).toEqual([]);
  });

  it('shows the picture that civ draws of such a realm', () => {
    const shop = (name: string, workers: ShopWorkers, goods: Record<string, number>, ...waits: string[]) => ({
      kingdom: 'kingdom-of-foobar',
      town: 'simple-town',
      shop: name,
      ready: waits.length === 0 ? 1 : 0,
      wanted: 1,
      ...(workers.range === undefined ? {} : { workers }),
      goods: new Map(Object.entries(goods)),
      waits,
    });
    const realm = [
      shop('craftsman', { has: 1 }, { axe: 0, iron: 2, wood: 8 }, '2 iron from ironworker'),
      shop('ironworker', { has: 3, range: { from: 1, to: 5 } }, { iron: 1, stone: 0, wood: 0 }),
      shop('stoneworker', { has: 2, range: { from: 1, to: 3 } }, { stone: 18 }),
      shop('woodworker', { has: 2, range: { from: 1, to: 3 } }, { wood: 62 }),
    ];
    expect(textsOf('text')).toEqual([`${screenLines(realm, { columns: 110, rows: 40, colours: false }).join('\n')}\n`]);
  });

  it('has no command that is not proven beside this file, or in test/package', () => {
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
    const proven = [
      'npm ci && npm start',
      'npm ci && npm test',
      'npm run synth',
      'kubectl apply -f dist/',
      'npm pack',
      `npm install ../${name}/${name}-${version}.tgz cdk8s cdk8s-plus-28 constructs`,
    ];
    expect(textsOf('sh').join('').split('\n').filter(Boolean)).toEqual(proven);
    expect(
      blocks.filter(({ language, file }) => !['sh', 'text', 'console'].includes(language) && (language !== 'ts' || file === undefined)),
    ).toEqual([]);
  });
});
