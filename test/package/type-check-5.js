/*
 * TypeScript 5 on several projects, in one process: `node type-check-5.js TYPESCRIPT PROJECT...` prints as JSON what it says of each, ''
 * where it finds nothing. A declaration file that several have is read once. What TypeScript and the types of Node bring themselves is
 * checked in the first project: neither depends on how modules are resolved. All else is checked in each of them.
 */
import { createRequire, enableCompileCache } from 'node:module';

enableCompileCache();
const [typescript = '', ...projects] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(typescript);

const BROUGHT = /\/typescript\/lib\/|\/node_modules\/(?:@types\/node|undici-types)\//;
const declarations = new Map();

/** Reads as any host of a compiler, what is installed once only. */
function hostOf(options) {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, how, ...rest) => {
    if (!/\.d\.[cm]?ts$/.test(file)) return getSourceFile(file, how, ...rest);
    const key = JSON.stringify([file, how.languageVersion, how.impliedNodeFormat]);
    if (!declarations.has(key)) declarations.set(key, getSourceFile(file, how, ...rest));
    return declarations.get(key);
  };
  return host;
}

function problemsOf(project, isFirst) {
  const onUnRecoverableConfigFileDiagnostic = ({ messageText }) => {
    throw new Error(`${project}/tsconfig.json: ${messageText}`);
  };
  const { options, fileNames, errors } = ts.getParsedCommandLineOfConfigFile(
    `${project}/tsconfig.json`,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic },
  );
  const host = hostOf(options);
  const program = ts.createProgram({ rootNames: fileNames, options, configFileParsingDiagnostics: errors, host });
  const checked = program.getSourceFiles().filter(({ fileName }) => isFirst || !BROUGHT.test(fileName));
  const problems = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...checked.flatMap((file) => program.getSemanticDiagnostics(file)),
  ];
  return ts.formatDiagnostics(problems, host);
}

process.stdout.write(JSON.stringify(projects.map((project, at) => problemsOf(project, at === 0))));
