import { describe, expect, it } from '@jest/globals';
import { readWhy } from '../../../../controllers/config-reload/why/what-to-ask.ts';

const problemOf = (...args: readonly string[]): string => {
  try {
    return JSON.stringify(readWhy(args));
  } catch (error) {
    return (error as Error).message;
  }
};

describe('what why is asked', () => {
  it.each([
    [['deployment/web'], 'Deployment', ''],
    [['deployments.apps/web', '-n', 'shop'], 'Deployment', 'shop'],
    [['DS/web.example', '-n=shop'], 'DaemonSet', 'shop'],
    [['sts/web', '--namespace', 'shop', '--auto-reload-all'], 'StatefulSet', 'shop'],
  ])('is read from %j', (args, kind, namespace) => {
    const asked = readWhy(args);
    expect([asked.kind, asked.settings.namespace]).toEqual([kind, namespace]);
  });

  it('is read from the command line alone, and not from the environment of a controller', () =>
    expect(readWhy(['deploy/web']).settings).toMatchObject({ namespaces: [], 'state-namespace': '', 'auto-reload-all': false }));

  it.each([
    [[], 'it wants a workload first: why deployment/web -n shop (--help lists what else it takes)'],
    [['-n', 'shop', 'deploy/web'], 'it wants a workload first: why deployment/web -n shop (--help lists what else it takes)'],
    [['web'], '"web" is not a workload: it is a kind, "/" and a name, such as deployment/web'],
    [['deploy/shop/web'], '"deploy/shop/web" is not a workload: it is a kind, "/" and a name, such as deployment/web'],
    [['deploy/Web'], '"deploy/Web" is not a workload: it is a kind, "/" and a name, such as deployment/web'],
    [['deploy/\u001b[2J'], '"deploy/\\u001b[2J" is not a workload: it is a kind, "/" and a name, such as deployment/web'],
    [
      ['deploymnet/web'],
      'config-reload does not roll a "deploymnet" (did you mean deployment?): it rolls Deployment, DaemonSet, StatefulSet, CronJob, Job, Rollout',
    ],
    [['deploy/web', '-n', 'No Space'], '--namespace is "No Space": that is not a valid name of a namespace'],
    [['deploy/web', '--auto-reload-al'], 'unknown flag --auto-reload-al (did you mean --auto-reload-all?): --help lists them all'],
  ])('%j is told what is wrong', (args, problem) => expect(problemOf(...args)).toBe(problem));
});
