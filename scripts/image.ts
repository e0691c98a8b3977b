import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { writeApplication } from './application.ts';
import { loadedPart } from './loaded-part.ts';
import { neededPackages } from './needed-packages.ts';

/**
 * Writes the application part of the image into an empty folder: `civ`, with the packages that it imports in its own files.
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
for (const path of ['package.json', 'package/civ.cjs']) cpSync(path, join(target, path));

/**
 * The client is loaded only where a kubeconfig names an `auth-provider`, which a pod's own account never does: half the image. Of the
 * buses the image has what NATS, RabbitMQ and Kafka need; whoever publishes to others adds their packages. The dashboard's page is bundled.
 * The last is in node_modules by chance: who would use it (debug) does without.
 */
const LEFT_OUT = ['@kubernetes/client-node', 'ioredis', 'rhea', 'mqtt', 'esbuild', 'supports-color'];
/** Only `civ render` needs the first three, which are half of the code. The others are loaded when they are needed, by name. */
const WHOLE = ['cdk8s', 'cdk8s-plus-28', 'constructs', '@nats-io/transport-node', '@nats-io/jetstream', '@platformatic/kafka', 'amqplib'];

/**
 * What Express and prom-client load in case somebody asks for it, and nobody does: they get an empty module instead. Bodies are read by
 * our own code and queries are simple ones, each answer says its type itself, and no trace is exported.
 */
const NOBODY_ASKS_FOR = ['body-parser', 'qs', 'mime-db', '@opentelemetry/api'];

const { imported, takenIn } = await writeApplication(join(target, 'build'), {
  packages: {
    takeInBut: [...LEFT_OUT, ...WHOLE],
    insteadOf: Object.fromEntries(NOBODY_ASKS_FOR.map((name) => [name, './scripts/empty-module.cjs'])),
  },
});

const here = resolve('.');
const whole = neededPackages(
  imported.filter((name) => !LEFT_OUT.includes(name)),
  here,
);
/** Types and source maps are for those who write code, not for a process. */
const runs = (path: string): boolean => !/\.(d\.[cm]?ts|map)$/.test(path);
for (const folder of whole) {
  const own = (path: string): boolean => runs(path) && relative(folder, path) !== 'node_modules';
  cpSync(folder, join(target, relative(here, folder)), { recursive: true, filter: own });
}

/** Of a package that is in our files, what scanners and lawyers look for, where they look for it: its version and its licence. */
const told = (path: string): boolean => /^(package\.json|(licen[cs]e|notice|copying).*)$/i.test(basename(path));
for (const folder of takenIn.filter((each) => !whole.has(resolve(each))))
  for (const name of readdirSync(folder).filter(told)) cpSync(join(folder, name), join(target, folder, name), { recursive: true });

if (withNode) {
  const node = 'node_modules/node/bin/node';
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  writeFileSync(join(root, 'usr/local/bin/node'), loadedPart(readFileSync(node)), { mode: 0o755 });
  for (const library of librariesOf(node)) cpSync(realpathSync(library), join(root, library));
}

/** What the dynamic loader would load for a program, and the loader itself. */
function librariesOf(program: string): readonly string[] {
  return [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
}

const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
const packages = new Set([...whole].map((folder) => relative(here, folder)).concat(takenIn));
process.stdout.write(`${root}: ${packages.size} packages, ${files.length} files, ${(bytes / 2 ** 20).toFixed(1)} MiB\n`);
