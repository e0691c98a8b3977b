/** An object as a merge patch takes it: what is to change, and null for what is to go. Lists are replaced as a whole. */
export type Merged<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [Field in keyof T]?: Merged<T[Field]> | null } : T;
