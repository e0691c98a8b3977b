/**
 * `civ8s/testing`: a cluster for tests of controllers, within the process of the test: the embedded API server over HTTP, processes that
 * can be stopped or killed, a quiet that is exact, a time that passes when told to; and `everyFault`, which has all go wrong there.
 */
export { startLab, type Lab, type LabOptions } from '../lab/start-lab.ts';
export type { LabProcess, LabProcessOptions } from '../lab/lab-process.ts';
export type { AtRest } from '../lab/quiet.ts';
export { everyFault, type EveryFaultOptions, type FailedPlan, type FaultReport } from '../lab/faults/every-fault.ts';
export type { FaultStory } from '../lab/faults/story.ts';
export type { Fault, FaultMoment, Faults, FrozenView, Injector, Match } from '../local/api-server/faults/faults.ts';
