import { it } from '@jest/globals';

const { nothing } = (await import(new URL('no-such-file.ts', import.meta.url).href)) as { readonly nothing: () => void };
it('is not even known', nothing);
