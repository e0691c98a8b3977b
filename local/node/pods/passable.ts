/** Why no process can be started with these, in a sentence; undefined where one can. */
export function passingProblem(args: readonly string[], variables: Readonly<Record<string, string>>): string | undefined {
  const argument = args.findIndex((arg) => arg.includes('\0'));
  if (argument !== -1) return `argument ${argument + 1} holds a NUL character, which no process can be given: leave it out`;
  const variable = Object.entries(variables).find(([name, value]) => name.includes('\0') || value.includes('\0'))?.[0];
  if (variable !== undefined)
    return `variable ${JSON.stringify(variable)} holds a NUL character, which no process can be given: leave it out`;
  return undefined;
}
