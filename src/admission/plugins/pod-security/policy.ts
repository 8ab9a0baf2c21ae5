/**
 * Which pod security standards a namespace asks for: its labels over the server's defaults. What cannot be read fails towards safety: `enforce`
 * becomes restricted, `audit` and `warn` say nothing.
 *
 * Source: KEP-2579, https://kubernetes.io/docs/concepts/security/pod-security-admission/.
 */
import { ErrorList } from '../../../machinery/field-errors.ts';
import { getKey } from '../../../machinery/object.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** In order of strictness. */
export const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted'];

/** A minor version of the standards (v1.<minor>); LATEST is newer than all. */
export type PolicyVersion = number;

export const LATEST: PolicyVersion = Number.POSITIVE_INFINITY;

export interface LevelVersion {
  readonly level: Level;
  readonly version: PolicyVersion;
}

export type Mode = 'enforce' | 'audit' | 'warn';

export type Policy = { readonly [mode in Mode]: LevelVersion };

export const PRIVILEGED: LevelVersion = { level: 'privileged', version: LATEST };

const PREFIX = 'pod-security.kubernetes.io/';
const MODES: readonly Mode[] = ['enforce', 'audit', 'warn'];

/** "baseline:latest", "restricted:v1.30". */
export function levelVersionText({ level, version }: LevelVersion): string {
  return `${level}:${version === LATEST ? 'latest' : `v1.${version}`}`;
}

export function sameLevelVersion(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.version === b.version;
}

export function parseLevel(text: string): Level | undefined {
  return LEVELS.find((each) => each === text);
}

export function parseVersion(text: string): PolicyVersion | undefined {
  if (text === 'latest') return LATEST;
  const minor = /^v1\.(0|[1-9][0-9]{0,14})$/.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** Whether the labels say something of a mode. */
export function asksFor(labels: { readonly [key: string]: string } | undefined, mode: Mode): boolean {
  return getKey(labels, PREFIX + mode) !== undefined || getKey(labels, `${PREFIX}${mode}-version`) !== undefined;
}

/** The policy of a namespace with these labels, and what is wrong with them. */
export function policyOf(
  labels: { readonly [key: string]: string } | undefined,
  defaults: Policy,
): { readonly policy: Policy; readonly errors: ErrorList } {
  const errors = new ErrorList();
  if (!saysAnything(labels)) return { policy: defaults, errors };
  const read = (mode: Mode): LevelVersion => {
    const given = getKey(labels, PREFIX + mode);
    const versionGiven = getKey(labels, `${PREFIX}${mode}-version`);
    const parsed = given === undefined ? defaults[mode].level : parseLevel(given);
    if (parsed === undefined) errors.invalid(pathOf(mode), given, `must be one of ${LEVELS.join(', ')}`);
    const version = versionGiven === undefined ? defaults[mode].version : parseVersion(versionGiven);
    if (version === undefined) errors.invalid(pathOf(`${mode}-version`), versionGiven, 'must be "latest" or "v1.x"');
    return { level: parsed ?? (mode === 'enforce' ? 'restricted' : 'privileged'), version: version ?? LATEST };
  };
  const [enforce, audit, warn] = MODES.map(read) as [LevelVersion, LevelVersion, LevelVersion];
  return { policy: { enforce, audit, warn: impliedWarning(labels, enforce, warn) }, errors };
}

function saysAnything(labels: { readonly [key: string]: string } | undefined): boolean {
  for (const label in labels) if (label.startsWith(PREFIX)) return true;
  return false;
}

/** What will be refused in pods is warned of in their controllers, unless somebody chose what to warn of. */
function impliedWarning(labels: { readonly [key: string]: string } | undefined, enforce: LevelVersion, warn: LevelVersion): LevelVersion {
  if (getKey(labels, `${PREFIX}enforce`) === undefined || getKey(labels, `${PREFIX}warn`) !== undefined) return warn;
  if (LEVELS.indexOf(enforce.level) <= LEVELS.indexOf(warn.level)) return warn;
  return { level: enforce.level, version: getKey(labels, `${PREFIX}warn-version`) === undefined ? enforce.version : warn.version };
}

function pathOf(label: string): string {
  return `metadata.labels[${PREFIX}${label}]`;
}
