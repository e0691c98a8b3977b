import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { copyOfCheckout, type Checkout } from './checkout.ts';

const GOOD = readFileSync('realm.ts', 'utf8');
const BROKEN = `
import { seconds } from './model/duration.ts';
import { kingdom, realmOf, town } from './model/realm-of.ts';
import { make, shop } from './model/shop.ts';
const nowhere = shop('nowhere', make('stone', { amount: 1, every: seconds(5), minimum: 1 }));
const lumber = shop('Lumber', make('wood', { amount: 0, every: seconds(5), minimum: 1, from: [nowhere.sells('stone', 1)] }));
export const realm = realmOf('sample', kingdom('kube-kingdom', town('simple-town', lumber)));
export const settings = {};
`;
const REPORT = ['kube-kingdom', 'Lumber', 'is 0', 'nowhere'];

const ways = [
  { way: 'npx cdk8s synth', command: ['npx', '--no-install', 'cdk8s', 'synth'], empties: true },
  { way: 'a cdk8s of another Node', command: ['node', join('node_modules', 'cdk8s-cli', 'bin', 'cdk8s'), 'synth'], empties: true },
  { way: 'npm run synth', command: ['npm', 'run', 'synth'], empties: false },
] as const;

it('npm run synth starts main.ts as cdk8s does', () => {
  const { app } = load(readFileSync('cdk8s.yaml', 'utf8')) as { readonly app: string };
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: { readonly synth: string } };
  expect(scripts.synth).toBe(app.replace('node_modules/.bin/', ''));
});

describe.each(ways)(
  '$way',
  ({ command: [program, ...args], empties }) => {
    let checkout: Checkout;
    const dist = () => join(checkout.folder, 'dist');
    const manifests = () => Object.fromEntries(readdirSync(dist()).map((name) => [name, readFileSync(join(dist(), name), 'utf8')]));
    const committed = Object.fromEntries(readdirSync('dist').map((name) => [name, readFileSync(join('dist', name), 'utf8')]));

    beforeAll(() => {
      checkout = copyOfCheckout();
    });
    afterAll(() => checkout.remove());
    beforeEach(() => writeFileSync(join(checkout.folder, 'realm.ts'), GOOD));

    it('writes what is committed', () => {
      rmSync(dist(), { recursive: true });
      const { status, stderr } = checkout.run(program, ...args);
      expect({ status, files: manifests(), stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, files: committed, stderr: '' });
    });

    it('reports every mistake of a broken realm at once, and ends with a failure', () => {
      writeFileSync(join(checkout.folder, 'realm.ts'), BROKEN);
      const { status, stdout, stderr } = checkout.run(program, ...args);
      expect(status).not.toBe(0);
      for (const mistake of REPORT) expect(stdout + stderr).toContain(mistake);
      expect(stdout + stderr).toContain(empties ? 'git restore dist' : 'dist/ is as it was');
      expect(stdout + stderr).not.toContain('at file:');
      if (empties) expect(existsSync(dist()) ? readdirSync(dist()) : []).toEqual([]);
      else expect(manifests()).toEqual(committed);
      expect(readdirSync(checkout.folder).filter((name) => name.startsWith('.dist'))).toEqual([]);
    });
  },
  60_000,
);
