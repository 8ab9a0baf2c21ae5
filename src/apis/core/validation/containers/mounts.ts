/** How containers use the pod's volumes: as folders, and as raw block devices. */
import type { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import type { Container, VolumeDevice, VolumeMount } from '../../v1/objects.gen.ts';
import { checkDescendingPath, hasBacksteps } from '../paths.ts';
import type { Volumes } from './env.ts';

const PROPAGATIONS: readonly string[] = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE_MODES: readonly string[] = ['Disabled', 'Enabled', 'IfPossible'];

export function checkMounts(errors: ErrorList, path: FieldPath, container: Container, volumes: Volumes): void {
  const { volumeMounts, volumeDevices } = container;
  if (volumeMounts === undefined) return;
  const paths = new Set<string>();
  const deviceNames = new Set(volumeDevices?.map((each) => each.name));
  // Of two devices with one name only the last counts, as in a map.
  const devicePaths = new Set(new Map(volumeDevices?.map((each) => [each.name, each.devicePath])).values());
  volumeMounts.forEach((mount, i) => {
    const at = path.index(i);
    if (mount.name === '') errors.required(at.child('name'));
    if (!volumes.has(mount.name)) errors.notFound(at.child('name'), mount.name);
    if (mount.mountPath === '') errors.required(at.child('mountPath'));
    if (paths.has(mount.mountPath)) errors.invalid(at.child('mountPath'), mount.mountPath, 'must be unique');
    paths.add(mount.mountPath);
    if (deviceNames.has(mount.name)) errors.invalid(at.child('name'), mount.name, 'must not already exist in volumeDevices');
    if (devicePaths.has(mount.mountPath)) errors.invalid(at.child('mountPath'), mount.mountPath, 'must not already exist as a path in volumeDevices');
    checkMountOptions(errors, path, at, mount, container);
  });
}

/** Most errors name the list instead of the mount: upstream leaves out the index. */
function checkMountOptions(errors: ErrorList, list: FieldPath, at: FieldPath, mount: VolumeMount, container: Container): void {
  const { subPath = '', subPathExpr = '', mountPropagation } = mount;
  if (subPath !== '') checkDescendingPath(errors, list.child('subPath'), subPath);
  if (subPathExpr !== '') {
    if (subPath !== '') errors.invalid(at.child('subPathExpr'), subPathExpr, 'subPathExpr and subPath are mutually exclusive');
    checkDescendingPath(errors, list.child('subPathExpr'), subPathExpr);
  }
  if (mountPropagation !== undefined) {
    const where = list.child('mountPropagation');
    if (!PROPAGATIONS.includes(mountPropagation)) errors.notSupported(where, mountPropagation, PROPAGATIONS);
    if (mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true)
      errors.forbidden(where, 'Bidirectional mount propagation is available only to privileged containers');
  }
  if (mount.recursiveReadOnly !== undefined) checkRecursive(errors, list.child('recursiveReadOnly'), mount);
}

function checkRecursive(errors: ErrorList, at: FieldPath, { recursiveReadOnly = '', readOnly, mountPropagation = 'None' }: VolumeMount): void {
  if (!RECURSIVE_MODES.includes(recursiveReadOnly)) {
    errors.notSupported(at, recursiveReadOnly, RECURSIVE_MODES);
    return;
  }
  if (recursiveReadOnly === 'Disabled') return;
  if (readOnly !== true) errors.forbidden(at, 'may only be specified when readOnly is true');
  if (mountPropagation !== 'None') errors.forbidden(at, 'may only be specified when mountPropagation is None or not specified');
}

export function checkDevices(errors: ErrorList, path: FieldPath, { volumeDevices, volumeMounts }: Container, volumes: Volumes): void {
  if (volumeDevices === undefined) return;
  const names = new Set<string>();
  const paths = new Set<string>();
  const mountNames = new Set(volumeMounts?.map((each) => each.name));
  const mountPaths = new Set(new Map(volumeMounts?.map((each) => [each.name, each.mountPath])).values());
  volumeDevices.forEach((device, i) => {
    const at = path.index(i);
    const { name, devicePath } = device;
    checkDeviceName(errors, at.child('name'), device, volumes, names);
    if (devicePath === '') errors.required(at.child('devicePath'));
    if (paths.has(devicePath)) errors.invalid(at.child('devicePath'), devicePath, 'must be unique');
    if (hasBacksteps(devicePath)) errors.invalid(at.child('devicePath'), devicePath, "can not contain backsteps ('..')");
    else paths.add(devicePath);
    if (mountNames.has(name)) errors.invalid(at.child('name'), name, 'must not already exist in volumeMounts');
    if (mountPaths.has(devicePath)) errors.invalid(at.child('devicePath'), devicePath, 'must not already exist as a path in volumeMounts');
    if (name !== '') names.add(name);
  });
}

function checkDeviceName(errors: ErrorList, at: FieldPath, { name }: VolumeDevice, volumes: Volumes, names: ReadonlySet<string>): void {
  const volume = volumes.get(name);
  if (name === '') errors.required(at);
  if (names.has(name)) errors.invalid(at, name, 'must be unique');
  if (volume === undefined) errors.notFound(at, name);
  else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined)
    errors.invalid(at, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
}
