import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { goFields, type GoFieldTable } from './go-fields.ts';
import { SCHEMA_FILE } from './read-schema.ts';

export const GO_FIELDS_FILE = fileURLToPath(new URL('../../local/api-server/schema/go-fields.json', import.meta.url));

interface Schema {
  readonly version: string;
  readonly types: Readonly<Record<string, object>>;
}

const folderOf = (pkg: string, version: string): string => {
  if (pkg === 'meta.v1') return `apimachinery@${version}/pkg/apis/meta/v1`;
  if (pkg === 'apiextensions.v1') return `apiextensions-apiserver@${version}/pkg/apis/apiextensions/v1`;
  return `api@${version}/${pkg.replace('.', '/')}`;
};
const TYPES = /^types\w*\.go$/;
const NOT_TYPES = /_test\.go$|swagger/;
const sourceOf = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => TYPES.test(file) && !NOT_TYPES.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');

/** The text of `go-fields.json` for the types of `kubernetes.json`, from Go's module cache; undefined where that has not the modules. */
export async function goFieldsText(): Promise<string | undefined> {
  const cache = await promisify(execFile)('go', ['env', 'GOMODCACHE']).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  const { version, types } = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as Schema;
  const modules = cache === undefined ? '' : join(cache, 'k8s.io');
  if (!existsSync(join(modules, folderOf('core.v1', moduleVersion(version))))) return undefined;
  const wanted = new Set(Object.keys(types));
  const packages = [...new Set([...wanted].map((name) => name.split('.').slice(0, 2).join('.')))];
  const table: GoFieldTable = {};
  for (const pkg of packages) Object.assign(table, goFields(pkg, sourceOf(join(modules, folderOf(pkg, moduleVersion(version)))), wanted));
  return `{\n${Object.entries(table)
    .map(([name, line]) => ` ${JSON.stringify(name)}: ${JSON.stringify(line)}`)
    .join(',\n')}\n}\n`;
}

/** Kubernetes v1.36.3 is built from the modules v0.36.3. */
const moduleVersion = (kubernetes: string) => kubernetes.replace(/^v1\./, 'v0.');
