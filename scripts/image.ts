import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { neededPackages } from './needed-packages.ts';

/**
 * Writes the application part of the image into an empty folder: `civ` as build/ has it, and of node_modules what it imports.
 * The other part is Node: with `--with-node` the folder is the image's whole root, for this machine's platform.
 */
const words = process.argv.slice(2);
const withNode = words.includes('--with-node');
const [root, ...more] = words.filter((word) => word !== '--with-node');
if (root === undefined || root.startsWith('-') || more.length > 0 || (existsSync(root) && readdirSync(root).length > 0)) {
  process.stderr.write('npm run image -- FOLDER [--with-node]: name one folder that is empty or does not exist yet\n');
  process.exit(1);
}
const target = withNode ? join(root, 'app') : root;

mkdirSync(target, { recursive: true });

/** Types and source maps are for those who write code, not for a process. */
const runs = (path: string): boolean => !/\.(d\.[cm]?ts|map)$/.test(path);
for (const path of ['package.json', 'package/civ.cjs', 'build']) cpSync(path, join(target, path), { recursive: true, filter: runs });

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)'([^'.][^']*)'/g;
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
/**
 * The client is loaded only where a kubeconfig names an `auth-provider`, which a pod's own account never does: half the image. Of the
 * buses the image has what NATS, RabbitMQ and Kafka need; whoever publishes to others adds their packages. The dashboard's page is bundled.
 */
const LEFT_OUT = new Set(['@kubernetes/client-node', 'ioredis', 'rhea', 'mqtt', 'esbuild']);
const imported = globSync('build/**/*.js')
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, specifier = '']) => specifier))
  .filter((specifier) => !specifier.startsWith('node:') && !LEFT_OUT.has(packageOf(specifier)));

const here = resolve('.');
const packages = neededPackages([...new Set(imported.map(packageOf))], here);
for (const folder of packages) {
  const own = (path: string): boolean => runs(path) && relative(folder, path) !== 'node_modules';
  cpSync(folder, join(target, relative(here, folder)), { recursive: true, filter: own });
}

if (withNode) {
  const node = 'node_modules/node/bin/node';
  cpSync(node, join(root, 'usr/local/bin/node'));
  for (const library of librariesOf(node)) cpSync(realpathSync(library), join(root, library));
}

/** What the dynamic loader would load for a program, and the loader itself. */
function librariesOf(program: string): readonly string[] {
  return [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
}

const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
process.stdout.write(`${root}: ${packages.size} packages, ${files.length} files, ${(bytes / 2 ** 20).toFixed(1)} MiB\n`);
