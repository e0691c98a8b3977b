/**
 * The id of the construct that stands for a kingdom or a shop of this name: the name, unless every object of JavaScript
 * has a property that is called so. A parent keeps its children in such an object, and would take the
 * id for taken. No name ends with a dash.
 */
export const constructId = (name: string): string => (name in Object.prototype ? `${name}-` : name);
