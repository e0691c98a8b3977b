/**
 * `civ8s/testing`: a cluster for tests of controllers, within the process of the test: the embedded API server over HTTP, processes that
 * can be stopped or killed, a quiet that is exact, and a time that passes when the test says so.
 */
export { startLab, type Lab, type LabOptions } from '../lab/start-lab.ts';
export type { LabProcess, LabProcessOptions } from '../lab/lab-process.ts';
export type { AtRest } from '../lab/quiet.ts';
export type { Fault, FaultMoment, Faults, FrozenView, Injector, Match } from '../local/api-server/faults/faults.ts';
