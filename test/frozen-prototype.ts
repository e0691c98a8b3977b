/*
 * A name that comes from outside and is used as a key of an object must not reach all other objects: in every suite that is an
 * error. Frozen as it is, the prototype would also keep any object from having a property `constructor` of its own by
 * assignment, which fast-check does; so its properties become accessors that let each object have its own.
 */
const shared = Object.prototype;
for (const [name, { value, writable }] of Object.entries(Object.getOwnPropertyDescriptors(shared))) {
  if (writable !== true) continue;
  Object.defineProperty(shared, name, {
    get: () => value as unknown,
    set(this: object, own: unknown) {
      if (this === shared) throw new TypeError(`Object.prototype.${name} is frozen in tests`);
      Object.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true });
    },
    enumerable: false,
    configurable: true,
  });
}
Object.freeze(shared);
