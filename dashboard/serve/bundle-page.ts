import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';
import { tourPages } from './tour-pages.ts';

/**
 * What the browser loads: `index.html`, `assets/`, and the chapters of the tour in `tour/`, by their paths. The names of assets hold a
 * hash of what is in them.
 */
export async function bundlePage(folder: URL): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: fileURLToPath(folder),
    entryPoints: ['main.ts', 'style.css', 'chapter.css'],
    outdir: 'assets',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    preserveSymlinks: true, // hashes are made of paths, too
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  await stop(); // its process is of no use until the next bundle
  const assets = new Map(outputFiles.map(({ path, contents }) => [`assets/${basename(path)}`, contents]));
  const built = (source: string): string => {
    const [output] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === source) ?? [];
    if (output === undefined) throw new Error(`esbuild made nothing of ${source}`);
    return `assets/${basename(output)}`;
  };
  const html = readFileSync(new URL('index.html', folder), 'utf8')
    .replace('main.ts', built('main.ts'))
    .replace('style.css', built('style.css'));
  const tour = tourPages(new URL('../../docs/tour/', folder), built('chapter.css'));
  return new Map([['index.html', Buffer.from(html)], ...assets, ...tour]);
}
