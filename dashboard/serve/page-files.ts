import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** A file of the page as it is served. */
export interface PageFile {
  readonly body: Uint8Array;
  readonly gzip: Uint8Array;
  readonly type: string;
  readonly etag: string;
}

export interface PageFiles {
  /** By their path from the page; the page itself is `index.html`. */
  readonly files: ReadonlyMap<string, PageFile>;
  /** The same for the same files, whoever built them. */
  readonly build: string;
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
]);

/** The page: as it was built for the package or the image; of a checkout, where no file has to be built, it is bundled now. */
export async function loadPage(folder = new URL('../page/', import.meta.url)): Promise<PageFiles> {
  if (existsSync(new URL('main.ts', folder))) return pageFiles(await (await import('./bundle-page.ts')).bundlePage(folder));
  const root = fileURLToPath(folder);
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length));
  return pageFiles(new Map(names.map((name) => [name, readFileSync(join(root, name))])));
}

/** How the files of a bundle are served. */
export function pageFiles(bundle: ReadonlyMap<string, Uint8Array>): PageFiles {
  const files = new Map(
    [...bundle].map(([path, body]): [string, PageFile] => [
      path,
      { body, gzip: gzipSync(body), type: TYPES.get(extname(path)) ?? 'application/octet-stream', etag: `"${hashOf(body)}"` },
    ]),
  );
  const index = bundle.get('index.html');
  if (index === undefined) throw new Error('the page has no index.html: build it with `npm run build`');
  return { files, build: hashOf(index) };
}

const hashOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex').slice(0, 16);
