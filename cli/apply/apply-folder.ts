import { connect } from '../../kube/connect.ts';
import { applyAll } from './apply-all.ts';
import { manifestsIn } from './manifests.ts';

/** Reads the manifests of a folder now, and applies them to the cluster of a kubeconfig when it is told to. */
export function folderToApply(folder: string, program: string): (kubeconfig: string, stop: AbortSignal) => Promise<void> {
  const manifests = manifestsIn(folder);
  return async (kubeconfig, stop) => {
    const { client, close } = await connect({ env: {}, kubeconfig, program });
    try {
      await applyAll(client, manifests, stop);
    } finally {
      await close();
    }
  };
}
