import type { Command } from './invocation.ts';

/** The commands of `civ`. Each is loaded when it runs, so that none pays for another's imports. */
export const commands: Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>> = {
  controller: { summary: 'run one of the controllers', load: async () => (await import('../controllers/controller.ts')).controller },
  version: { summary: 'print the version', load: async () => (await import('./version.ts')).version },
};
