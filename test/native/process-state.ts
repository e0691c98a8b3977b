/** What a suite may change of the process; gives the function that puts it back. */
export function stateOfProcess(): () => void {
  const env = { ...process.env };
  const cwd = process.cwd();
  const exit = process.exit;
  const globals = Object.getOwnPropertyDescriptors(globalThis);
  return () => {
    for (const name of Object.keys(process.env)) if (!Object.hasOwn(env, name)) delete process.env[name];
    Object.assign(process.env, env);
    if (process.cwd() !== cwd) process.chdir(cwd);
    process.exit = exit;
    for (const key of Reflect.ownKeys(globalThis)) if (!Object.hasOwn(globals, key)) Reflect.deleteProperty(globalThis, key);
    Object.defineProperties(globalThis, globals);
  };
}
