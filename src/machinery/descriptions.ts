/** How the meanings of types are written down; apis/descriptions.ts looks them up. */

/**
 * A type's own text, then its fields' by JSON name. The key is the type's name without package ("PodSpec"); where versions differ, one with the
 * version before it ("v1.ObjectMetricSource") goes first, field by field.
 */
export type Descriptions = Readonly<Record<string, readonly [type: string, fields?: Readonly<Record<string, string>>]>>;
