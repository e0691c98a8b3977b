import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build, stop, type Metafile, type Plugin } from 'esbuild';

export interface BundleOptions {
  /** Sources that are started or imported by name. In the bundle each stands where it stands in the sources. */
  readonly entries: readonly string[];
  readonly outdir: string;
  /** Import packages as the sources do, or take them in: all but those named, and in the place of some another file. */
  readonly packages: 'import' | { readonly takeInBut: readonly string[]; readonly insteadOf?: Readonly<Record<string, string>> };
}

export interface Bundle {
  /** The names of the packages that it imports. */
  readonly imported: readonly string[];
  /** The folders of the packages that it took in. */
  readonly takenIn: readonly string[];
}

/** CommonJS asks for what is Node's by `require`, which an ES module does not have. */
const REQUIRE = `import { createRequire as toRequire } from 'node:module';const require = toRequire(import.meta.url);`;
/** Where the bundle is to the sources, as its maps see it, whatever folder it is written into. */
const BESIDE_SOURCES = resolve('build');
const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** Few files of many sources, with maps that tell which line was which. The same sources make the same bytes, wherever they are. */
export async function bundle({ entries, outdir, packages }: BundleOptions): Promise<Bundle> {
  const { plugin, check } = placesOfSources();
  const { metafile, outputFiles } = await build({
    entryPoints: [...entries],
    outbase: '.',
    outdir: BESIDE_SOURCES,
    write: false,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'inline',
    preserveSymlinks: true, // a package is told by where it is looked for, not by where a link leads
    metafile: true,
    logLevel: 'warning',
    plugins: [plugin],
    ...(packages === 'import'
      ? { packages: 'external' }
      : {
          external: [...packages.takeInBut],
          alias: { ...packages.insteadOf },
          minifySyntax: true,
          minifyWhitespace: true,
          banner: { js: REQUIRE },
        }),
  });
  await stop(); // its process is of no use until the next bundle
  checkLoadedLater(metafile);
  for (const { path, contents } of outputFiles) {
    const target = join(outdir, relative(BESIDE_SOURCES, path));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
  const outputs = Object.entries(metafile.outputs);
  for (const [path, { inputs }] of outputs) check(relative(BESIDE_SOURCES, path), Object.keys(inputs));
  const imports = outputs.flatMap(([, output]) => output.imports);
  return {
    imported: unique(imports.flatMap(({ external, path }) => (external === true && !isBuiltin(path) ? packageOf(path) : []))),
    takenIn: unique(Object.keys(metafile.inputs).flatMap((file) => PACKAGE_FOLDER.exec(file) ?? [])),
  };
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** What `import()` gives of CommonJS in a bundle is `module.exports` alone, without the names that Node finds in it. */
function checkLoadedLater({ inputs }: Metafile): void {
  for (const [source, { imports }] of Object.entries(inputs))
    for (const { kind, path } of imports)
      if (kind === 'dynamic-import' && inputs[path]?.format === 'cjs')
        throw new Error(`${source} loads ${path} with import(), which is CommonJS: do not take that package in`);
}

/**
 * A source that reads a file beside it finds it by `import.meta.url`, wherever its code is now: in the bundle that is where the source
 * would be, seen from a folder of the bundle such as `chunks`.
 */
function placesOfSources() {
  const asking = new Set<string>();
  const plugin: Plugin = {
    name: 'places of sources',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const source = relative('.', path).replaceAll(sep, '/');
        const text = await readFile(path, 'utf8');
        if (source.includes('node_modules/') || !text.includes('import.meta.url')) return undefined;
        asking.add(source);
        const place = `new URL('../${source.replace(/ts$/, 'js')}', import.meta.url).href`;
        return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' };
      }),
  };
  const check = (output: string, sources: readonly string[]): void => {
    const lost = output.split(sep).length === 2 ? undefined : sources.find((source) => asking.has(source));
    if (lost !== undefined)
      throw new Error(`${lost} asks for its place, and its code is in ${output}: put that into a folder of the bundle, not deeper`);
  };
  return { plugin, check };
}
