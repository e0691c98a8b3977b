import type { Pod } from '../../../../kube/objects/built-in.ts';
import { milliOf } from './pod-metrics.ts';

type Requests = { readonly ok: true; readonly milli: ReadonlyMap<string, number> } | { readonly ok: false; readonly problem: string };

/** What pods ask for of a resource, in thousandths, by their names: all that run for as long as the pod does, or one container. */
export function requestsOf(pods: readonly Pod[], resource: string, container?: string): Requests {
  const milli = new Map<string, number>();
  for (const pod of pods) {
    const name = pod.metadata?.name ?? '';
    const lasting = [
      ...(pod.spec?.containers ?? []),
      ...(pod.spec?.initContainers ?? []).filter((each) => each.restartPolicy === 'Always'),
    ];
    const counted = container === undefined ? lasting : lasting.filter((each) => each.name === container);
    if (counted.length === 0) return { ok: false, problem: `container ${container ?? ''} not found in Pod ${name}` };
    let total = 0;
    const ofPod = container === undefined ? pod.spec?.resources?.requests?.[resource] : undefined;
    if (ofPod !== undefined) total = milliOf(ofPod) ?? 0;
    else
      for (const each of counted) {
        const request = milliOf(each.resources?.requests?.[resource] ?? '');
        if (request === undefined)
          return { ok: false, problem: `missing request for ${resource} in container ${each.name} of Pod ${name}` };
        total += request;
      }
    milli.set(name, total);
  }
  return { ok: true, milli };
}
