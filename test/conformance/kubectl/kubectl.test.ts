import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { borrowRealApiServer, describeReal, describeRecord, type BorrowedApiServer } from '../../real/api-server.ts';
import { committed, fileOf, type Answers } from '../answers.ts';
import { saidIn, type KubectlAnswer } from './run.ts';
import { SCRIPTS } from './scripts.ts';

const program = join(process.env['KUBEBUILDER_ASSETS'] ?? '', 'kubectl');
const answers: Answers = committed('kubectl');
const namespaceOf = (index: number) => `kubectl-${index + 1}`;
const isRecorded = process.env['CONFORMANCE_WRITE'] === '1';

describeRecord('the real API server still tells kubectl what is recorded', () => {
  let real: BorrowedApiServer;
  beforeAll(async () => {
    real = await borrowRealApiServer();
  });

  it.each(SCRIPTS.map((script, index) => ({ ...script, script, index })))('about $about', async ({ script, about, index }) => {
    const said = await saidIn({ program, kubeconfig: readFileSync(real.kubeconfig, 'utf8'), lags: true }, script, namespaceOf(index));
    if (isRecorded) answers[about] = said;
    else expect(said).toEqual(answers[about]);
  });

  afterAll(() => {
    if (isRecorded) writeFileSync(fileOf('kubectl'), `${JSON.stringify(answers, undefined, 1)}\n`);
  });
});

/** It needs no more of the real server than its kubectl, which prints what both say in the words of its own version. */
describeReal('kubectl is told by the embedded server what the real one says', () => {
  let embedded: ApiServer;
  const defects: unknown[] = [];
  beforeAll(async () => {
    embedded = await startApiServer({ report: (error) => defects.push(error) });
  });
  afterAll(() => embedded.stop());

  it.each(SCRIPTS.map((script, index) => ({ ...script, script, index })))('about $about', async ({ script, about, index }) => {
    const said = await saidIn({ program, kubeconfig: embedded.kubeconfig }, script, namespaceOf(index));
    const expected = answers[about] as readonly KubectlAnswer[];
    const differing = (of: readonly KubectlAnswer[]) => of.filter((_, at) => script.commands[at]?.differs === undefined);
    expect(differing(said)).toEqual(differing(expected));
    // A difference that is gone is to be crossed out.
    const alike = script.commands.filter(
      (command, at) => command.differs !== undefined && JSON.stringify(said[at]) === JSON.stringify(expected[at]),
    );
    expect(alike).toEqual([]);
  });

  it('has at least a hundred commands', () => expect(SCRIPTS.flatMap(({ commands }) => commands).length).toBeGreaterThan(100));

  it('meets no defect', () => expect(defects).toEqual([]));
});
