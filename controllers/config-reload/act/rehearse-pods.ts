import type { PerformPods } from '../decide/pods-work.ts';
import { isReplaceable } from '../decide/replace-pods-step.ts';
import { matchingPods, noteAll, titleOf, type ReplacePodsOptions } from './replace-pods.ts';

/** Tells which pods would be replaced, once for each change, and replaces none. */
export const createPodsRehearsal =
  ({ parts, replacements, how }: ReplacePodsOptions): PerformPods =>
  async (work, client) => {
    const { source, selector, plan } = work;
    if (plan.do === 'go-on') return 'on-change';
    const matching = plan.do === 'begin' ? await matchingPods(client, work) : [];
    await noteAll(replacements, client, source, plan.digest);
    if (plan.do === 'begin')
      parts.log.info(
        { source: titleOf(source), selector, how, pods: matching.filter(isReplaceable).map(({ metadata }) => metadata?.name) },
        'would replace pods',
      );
    return 'on-change';
  };
