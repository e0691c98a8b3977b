/** What only some commands need, and npm therefore leaves to whoever runs them. */
const LEFT_TO_USERS: readonly (readonly string[])[] = [['cdk8s', 'cdk8s-plus-28', 'constructs'], ['express']];

/** What to install, if an error is that such a package is not there. */
export function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && CODES.has(error.code))) return undefined;
  const [, name = ''] = /Cannot find (?:package|module) '([^']+)'/.exec(error.message) ?? [];
  const packages = LEFT_TO_USERS.find((each) => each.includes(name));
  return packages && `needs the package ${packages[0]}, which is not installed here: npm install ${packages.join(' ')}`;
}

/** Of import, and of require. */
const CODES = new Set<unknown>(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
