import { BusError, type BusKind } from './bus.ts';

/** Loads the packages that a kind of bus needs, which not everyone has installed; `load` holds the imports. */
export async function loadLibraries<Loaded>(
  { schemes, packages }: Pick<BusKind, 'schemes' | 'packages'>,
  load: () => Promise<Loaded>,
): Promise<Loaded> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error, packages)) throw error;
    const install = `npm install ${packages.join(' ')}`;
    throw new BusError(`${schemes[0]}:// needs ${packages.join(' and ')}: ${install}`, { cause: error });
  }
}

const isMissing = (error: unknown, packages: readonly string[]): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === 'ERR_MODULE_NOT_FOUND' &&
  packages.some((name) => error.message.includes(`'${name}'`));
