/** Flags about the version to behave as. There is only this one yet; scripts that name it anyway are right. */
import { KUBERNETES_MINOR } from '../../machinery/release.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';

/** @throws {UsageError} for another version than that of this server, or a part that it does not know */
export function checkVersions(flags: FlagSet): void {
  checkVersion(flags, 'emulated-version', KUBERNETES_MINOR);
  checkVersion(flags, 'min-compatibility-version', KUBERNETES_MINOR - 1);
  for (const [flag, field] of FORWARD_COMPATIBLE) {
    if (flags.bool(flag))
      throw new UsageError(`ServerRunOptions.${field} cannot be set to true if the emulation version is the same as the binary version`);
  }
}

/** What makes sense only while an older version is emulated, and the name that upstream's message has for it. */
const FORWARD_COMPATIBLE = [
  ['emulation-forward-compatible', 'EmulationForwardCompatible'],
  ['runtime-config-emulation-forward-compatible', 'RuntimeConfigEmulationForwardCompatible'],
] as const;

/** "1.36", "v1.36" or "kube=1.36". */
function checkVersion(flags: FlagSet, flag: string, minor: number): void {
  for (const text of flags.list(flag)) {
    const [, component = 'kube', version] = /^(?:([^=]*)=)?v?(\d+\.\d+)$/.exec(text.trim()) ?? [];
    if (version === undefined) throw new UsageError(`--${flag}: invalid version ${JSON.stringify(text)}, expected component=major.minor`);
    if (component !== 'kube') throw new UsageError(`--${flag}: component not registered: ${component}`);
    if (version !== `1.${minor}`) throw new UsageError(`--${flag}=${text} does not work yet: leave it out or give it its default, 1.${minor}`);
  }
}
