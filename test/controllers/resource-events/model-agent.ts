import { createDigest } from '../../../controllers/resource-events/change/digest.ts';
import type { Noticed } from '../../../controllers/resource-events/change/noticed.ts';
import { createResourceStates, type ListMeaning } from '../../../controllers/resource-events/change/resource-states.ts';
import { createChangeOutbox, type ChangeOutbox } from '../../../controllers/resource-events/outbox/change-outbox.ts';
import {
  beginResume,
  resumeStep,
  type ResumeAnswer,
  type ResumeQuestion,
} from '../../../controllers/resource-events/resume/resume-plan.ts';
import { WITHOUT_RULE } from '../../../controllers/resource-events/rules/change-rule.ts';
import { pointersOf } from '../../../controllers/resource-events/rules/pointers.ts';
import type { Bus } from '../../../events/buses/bus.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { DEPLOYMENTS, NOON } from './objects.ts';
import type { World } from './model-world.ts';
import { encodeWhole } from './outbox/changes.ts';

/** One process: it follows the world at a test's pace, and publishes while it leads. */
export interface ModelAgent {
  readonly outbox: ChangeOutbox;
  /** Takes so many of the next events. */
  follow(events: number): void;
  /** Its watch broke and could not be resumed. */
  relist(): void;
  bookmark(): void;
  lead(bus: Bus): void;
  /** Leads no more: resolves when nothing is in flight. */
  stop(): Promise<void>;
  readonly settled: string | undefined;
  /** Up to where it has seen everything; and whether nobody else can have published what came after that. */
  readonly position: number;
  readonly owns: boolean;
  /** In how many keys something was pending at most. */
  readonly keys: number;
}

export interface ModelAgentOptions {
  readonly world: World;
  readonly clock: Clock;
  readonly maxChanges?: number;
  readonly maxBytes?: number;
  readonly checkpoint: string | undefined;
  /** Does the server still know what happened, and not just what was there? */
  readonly hasHistory: boolean;
}

const RULE = { ...WITHOUT_RULE, ignore: pointersOf(['/metadata/resourceVersion', '/status']) };

export function createModelAgent({ world, clock, checkpoint, hasHistory, ...limits }: ModelAgentOptions): ModelAgent {
  const outbox = createChangeOutbox({ encode: encodeWhole, clock, random: () => 0.5, ...limits });
  const states = createResourceStates({
    clusterId: 'east',
    resource: DEPLOYMENTS,
    now: () => NOON,
    ruleFor: () => RULE,
    digest: createDigest(),
    partial: false,
  });
  const keys = new Set<string>();
  let position = 0;
  let term = new AbortController();
  let publishing = Promise.resolve();
  /** How new the world was when it began to lead. */
  let ledFrom = Infinity;
  let owns = false;

  const append = (noticed: Iterable<Noticed>, at: number, live: boolean): void => {
    for (const each of noticed) {
      if (each.what !== 'change') continue;
      keys.add(each.change.key);
      outbox.append(each.change, { at: String(at), live });
    }
  };
  const reached = (version: number): void => {
    position = version;
    outbox.reached(DEPLOYMENTS, String(version));
    if (version < ledFrom || owns) return;
    owns = true;
    outbox.ownFrom(DEPLOYMENTS, String(version));
  };
  const list = (meaning: ListMeaning, version = world.version): void => {
    append(states.replaced(world.at(version), String(version), meaning), version, false);
    reached(version);
  };
  const answer = (question: ResumeQuestion): ResumeAnswer => {
    if (question.ask === 'watch') return { answer: hasHistory ? 'watching' : 'expired' };
    return { answer: 'list', version: question.ask === 'list' ? String(world.version) : question.version };
  };
  const from = { ...(checkpoint === undefined ? {} : { checkpoint }), silentFirst: false, listsNewerOnly: false };
  for (let step = beginResume(from); !('done' in step.next);) {
    const said = answer(step.next);
    step = resumeStep(from, step.next, said);
    if (step.write !== undefined && said.answer === 'list') list(step.write, Number(said.version));
  }
  return {
    outbox,
    follow(events) {
      for (const event of world.after(position).slice(0, events)) {
        append(event.type === 'applied' ? states.applied(event.object) : states.deleted(event.object), event.version, true);
        reached(event.version);
      }
    },
    relist: () => list({ as: 'comparison' }),
    bookmark() {
      if (world.after(position).length > 0) return;
      reached(position);
    },
    lead(bus) {
      term = new AbortController();
      ledFrom = world.version;
      publishing = outbox.publish(bus, term.signal);
    },
    async stop() {
      [ledFrom, owns] = [Infinity, false];
      term.abort();
      await publishing;
    },
    get settled() {
      return outbox.settledVersion(DEPLOYMENTS);
    },
    get position() {
      return position;
    },
    get owns() {
      return owns;
    },
    get keys() {
      return keys.size;
    },
  };
}
