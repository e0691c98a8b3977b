/**
 * For a program of Go that a test runs, which is short of time and not of memory: its collector is to run a quarter as often. And its
 * threads are not to wait for each other: whatever the machine has of cores, the suites keep busy.
 */
export const THRIFTY_GO = { GOGC: '400', GOMAXPROCS: '1' };
