import type { Command } from './invocation.ts';

/**
 * Loads all that the pods of a realm run, and ends. What is in the compile cache then, no pod has to strip and parse by
 * itself, which would take 20 MiB of each and make the first start slow.
 */
export const prepare: Command = async () => {
  const { controllers } = await import('../controllers/registry.ts');
  await Promise.all([
    import('../worker/serve.ts'),
    import('../worker/sign/write-annotations.ts'),
    import('../kube/access/kubeconfig.ts'),
    import('../controllers/controller.ts'),
    ...Object.values(controllers).map(({ load }) => load()),
  ]);
  return 0;
};
