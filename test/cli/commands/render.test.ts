import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dump, loadAll } from 'js-yaml';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from '../../../cli/commands/render.ts';
import { outcomeOf } from '../invocation.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'civ8s-render-'));
  mkdirSync(join(folder, 'valley'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const out = () => join(folder, 'out');
const write = (file: string, text: string): string => {
  writeFileSync(join(folder, 'valley', file), text);
  return join(folder, 'valley', file);
};
const direction = { product: 'wood', amount: 10, minimum: 1, interval: 5 };
const values = (...directions: object[]) =>
  write(
    'values.yaml',
    dump({ kingdoms: [{ name: 'kingdom-of-one', towns: [{ name: 'town', shops: [{ type: 'woodworker', directions }] }] }] }),
  );
const module = (settings: string) =>
  write(
    'realm.mjs',
    `export const realm = { name: 'one', kingdoms: [{ name: 'kingdom-of-one', towns: [{ name: 'town', shops: [{ name: 'woodworker', type: 'woodworker', makes: [{ good: 'wood', amount: 10, every: { milliseconds: 5000 }, minimum: 1, inputs: [] }] }] }] }] };\n${settings}`,
  );
const images = () =>
  new Set(
    readdirSync(out()).flatMap((file) => [...readFileSync(join(out(), file), 'utf8').matchAll(/image: (\S+)/g)].map(([, image]) => image)),
  );
const realms = (text: string) => new Set([...text.matchAll(/civ8s\.dev\/realm: (\S+)/g)].map(([, name]) => name));

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

describe('civ render', () => {
  it('writes the realm of this folder, as synth does', async () => {
    expect(await outcomeOf(render, '-o', out())).toMatchObject({
      code: 0,
      stdout: `${out()}/civ-system.k8s.yaml\n${out()}/kingdom-of-foobar.k8s.yaml\n`,
    });
    for (const file of readdirSync('dist')) expect(readFileSync(join(out(), file), 'utf8')).toBe(readFileSync(join('dist', file), 'utf8'));
  });

  it('takes any valid name, that of a property of all objects among them', async () => {
    const shop = { type: 'constructor', directions: [{ ...direction, product: 'constructor' }] };
    const realm = { kingdoms: [{ name: 'constructor', towns: [{ name: 'constructor', shops: [shop] }] }] };
    const { code, stderr } = await outcomeOf(render, '-f', write('values.yaml', dump(realm)), '--name', 'constructor', '-o', out());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const objects = loadAll(readFileSync(join(out(), 'constructor-.k8s.yaml'), 'utf8')) as Rendered[];
    expect(objects.filter(({ metadata: { name } }) => name === 'constructor').map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Namespace', 'Deployment', 'Service']),
    );
  });

  it('writes a town that looks like a number so that it stays text', async () => {
    const realm = { kingdoms: [{ name: 'k', towns: [{ name: '0o7', shops: [{ type: 'woodworker', directions: [direction] }] }] }] };
    const { stdout } = await outcomeOf(render, '-f', write('values.yaml', dump(realm, { forceQuotes: true })), '-o', '-');
    expect([...new Set(stdout.match(/(?<=town: ).*/g))]).toEqual(['"0o7"']);
  });

  (existsSync('/dev/zero') ? it : it.skip)('reads no more than it takes, of what has no end', async () =>
    expect(await outcomeOf(render, '-f', '/dev/zero')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'civ render: cannot read /dev/zero: it has more than 16 MiB: render its kingdoms from several files\n',
    }),
  );

  it('names the first hundred of 40,000 mistakes, and counts the others', async () => {
    const realm = { kingdoms: Array.from({ length: 40_000 }, () => 1) };
    const { stderr } = await outcomeOf(render, '-f', write('values.yaml', dump(realm)));
    expect(stderr.split('\n')).toHaveLength(103);
    expect(stderr).toMatch(/has 40000 mistakes; nothing is written:\n {2}kingdoms\[0\]: is 1: .*\n[^]*\n {2}… and 39,900 more\n$/);
  });

  it('warns of shops that will starve', async () =>
    expect((await outcomeOf(render, '-o', out())).stderr).toBe(
      'warning: kingdom-of-foobar/simple-town/craftsman makes 0.025 axe/s of the 0.067 it could: iron from ironworker is short by 0.17/s; ' +
        '3 workers of ironworker, 2 of stoneworker and 2 of woodworker would do, ' +
        'and ironworker may have 5, stoneworker 3 and woodworker 3\n',
    ));

  it('prints with -o -, and writes nothing', async () => {
    const { code, stdout } = await outcomeOf(render, '-f', values(direction), '--no-system', '-o', '-');
    expect(code).toBe(0);
    expect((loadAll(stdout) as { kind: string }[]).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Namespace', 'Deployment', 'Service', 'NetworkPolicy']),
    );
    expect(readdirSync(folder)).toEqual(['valley']);
  });

  it('calls the realm of a values.yaml after its folder, or as it is told', async () => {
    expect(realms((await outcomeOf(render, '-f', values(direction), '-o', '-')).stdout)).toEqual(new Set(['valley']));
    expect(realms((await outcomeOf(render, '-f', values(direction), '-o', '-', '--name', 'hill')).stdout)).toEqual(new Set(['hill']));
  });

  it('puts an image into workers and controllers', async () => {
    expect((await outcomeOf(render, '-f', values(direction), '-o', out(), '--image', 'registry.example/civ8s:2')).code).toBe(0);
    expect(images()).toEqual(new Set(['registry.example/civ8s:2']));
  });

  it('goes by the settings beside the realm of a module, and by its options before them', async () => {
    const file = module(`export const settings = { defaults: { image: 'own:1' }, system: false };`);
    expect((await outcomeOf(render, '--realm', file, '-o', out())).stdout).toBe(`${out()}/kingdom-of-one.k8s.yaml\n`);
    expect(images()).toEqual(new Set(['own:1']));
    await outcomeOf(render, '--realm', file, '-o', out(), '--image', 'other:1');
    expect(images()).toEqual(new Set(['other:1']));
  });
});

describe('civ render, when it cannot', () => {
  const fails = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await outcomeOf(render, ...args, '-o', out());
    expect({ code, stdout, written: existsSync(out()) }).toEqual({ code: 1, stdout: '', written: false });
    return stderr.replaceAll(`${folder}/`, '');
  };

  const DIRECTION = 'kingdoms[0].towns[0].shops[0].directions[0]';
  it('names every mistake of a values.yaml by its path', async () =>
    expect(await fails('-f', values({ ...direction, amount: 0, color: 'green' }))).toBe(
      [
        'civ render: valley/values.yaml has 2 mistakes; nothing is written:',
        `  ${DIRECTION}.color: is unknown here: the keys are product, productInputList, amount, minimum, interval, maximum`,
        `  ${DIRECTION}.amount: is 0: give a whole number from 1 to 1,000,000\n`,
      ].join('\n'),
    ));

  it('names every mistake of the realm by its place', async () =>
    expect(
      await fails('-f', values({ ...direction, productInputList: [{ product: 'stone', amount: 1, store: 'http://stoneworker' }] })),
    ).toContain('kingdom-of-one/town/woodworker'));

  it.each([
    { what: 'no YAML', text: 'kingdoms: [\n', why: 'deficient indentation' },
    { what: 'nothing', text: '', why: 'empty' },
    {
      what: 'more aliases than anyone needs',
      text: `a: &a 1\nkingdoms: [${'*a,'.repeat(200)}]\n`,
      why: 'it has more than 100 aliases (*name)',
    },
    { what: 'a merge key', text: 'a: &a { b: 1 }\nc: { <<: *a }\n', why: 'the merge key << is of YAML 1.1' },
    {
      what: 'a number that may be octal',
      text: 'kingdoms: 0777',
      why: 'the number 0777 begins with 0, which YAML 1.1 and Helm read as octal',
    },
    { what: 'too much', text: `# ${' '.repeat(17 * 2 ** 20)}`, why: 'it has more than 16 MiB: render its kingdoms from several files' },
  ])('reads no values.yaml that holds $what', async ({ text, why }) => {
    const stderr = await fails('-f', write('values.yaml', text));
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr).toMatch(/^civ render: cannot read valley\/values\.yaml: /);
    expect(stderr).toContain(why);
  });

  it('says that a file is missing', async () => {
    expect(await fails('--realm', join(folder, 'realm.ts'))).toBe(
      'civ render: cannot read the realm of realm.ts: there is no such file: name one with --realm FILE, or a values.yaml with -f FILE\n',
    );
    expect(await fails('-f', join(folder, 'values.yaml'))).toMatch(/^civ render: cannot read values\.yaml: ENOENT: .*\n$/);
  });

  it('says that a module does not load, or exports no realm', async () => {
    expect(await fails('--realm', write('broken.mjs', "throw new Error('no luck');\n"))).toBe(
      'civ render: cannot load valley/broken.mjs: no luck: it has to run under `node valley/broken.mjs`\n',
    );
    expect(await fails('--realm', write('other.mjs', 'export const island = 1;\n'))).toBe(
      'civ render: valley/other.mjs exports no realm: write `export const realm = realmOf(…)`\n',
    );
  });

  it('takes one source', async () =>
    expect(await fails('-f', values(direction), '--realm', 'realm.ts')).toMatch(
      /^civ render: option '-f, --values <file>' cannot be used with option '--realm <file>'/,
    ));

  it('says that a folder cannot be written', async () =>
    expect(await outcomeOf(render, '-f', values(direction), '-o', join(values(direction), 'out'))).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^civ render: cannot write to .*: ENOTDIR.*: choose a folder that can be written\n$/),
    }));

  it('leaves a folder alone that holds anything else', async () => {
    const { code, stderr } = await outcomeOf(render, '-f', values(direction), '-o', folder);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `civ render: cannot write to ${folder}: it holds valley, not only *.k8s.yaml: choose a folder that nothing else uses\n`,
    });
    expect(readdirSync(folder)).toEqual(['valley']);
  });
});
