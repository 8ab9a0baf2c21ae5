/** Keeps writers of admission policies and bindings from having policies read for them what they may not read themselves. */
import type {
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from '../../apis/admissionregistration/v1/objects.gen.ts';
import { validateMutatingBinding, validateMutatingPolicy } from '../../apis/admissionregistration/validation/mutating-policies.ts';
import { validateValidatingBinding, validateValidatingPolicy } from '../../apis/admissionregistration/validation/policies.ts';
import { ADMISSION_GROUP, checkBindingParameters, checkPolicyParameters, type ParameterDeps } from '../../authorization/admission-parameters.ts';
import type { WriteGuard } from '../../endpoints/handlers/write/deps.ts';
import type { ResourceTable } from '../../endpoints/routing/resources.ts';
import type { ErrorList } from '../../machinery/field-errors.ts';
import { asKind, type KubeObject } from '../../machinery/object.ts';
import type { Authorizer } from '../../request/authorizer.ts';
import type { Registries } from '../storage/install.ts';

interface GuardedKind {
  readonly validate: (object: KubeObject) => ErrorList;
  /** Of a binding: where its policy is. */
  readonly policies?: string;
}

const KINDS: ReadonlyMap<string, GuardedKind> = new Map<string, GuardedKind>([
  ['validatingadmissionpolicies', { validate: (object) => validateValidatingPolicy(asKind<ValidatingAdmissionPolicy>(object)) }],
  ['mutatingadmissionpolicies', { validate: (object) => validateMutatingPolicy(asKind<MutatingAdmissionPolicy>(object)) }],
  [
    'validatingadmissionpolicybindings',
    { validate: (object) => validateValidatingBinding(asKind<ValidatingAdmissionPolicyBinding>(object)), policies: 'validatingadmissionpolicies' },
  ],
  [
    'mutatingadmissionpolicybindings',
    { validate: (object) => validateMutatingBinding(asKind<MutatingAdmissionPolicyBinding>(object)), policies: 'mutatingadmissionpolicies' },
  ],
]);

interface Resources {
  readonly registries: Registries;
  readonly table: ResourceTable;
}

/** @param resources known once they are installed; nobody writes before */
export function parameterGuard(authorizer: Authorizer, resources: () => Resources | undefined): WriteGuard {
  const resourceOf: ParameterDeps['resourceOf'] = (group, version, kind) =>
    resources()?.table.snapshot().version(group, version)?.ofKind(kind)[0]?.declaration.resource;
  const stored = async (policies: string, name: string): Promise<KubeObject | undefined> => {
    const registry = resources()?.registries.get(ADMISSION_GROUP, policies);
    // Bindings may come before their policies.
    return (await registry?.storage.get(registry.keyOf('', name), ''))?.object();
  };
  return (write) => {
    const { group, resource, subresource } = write;
    const kind = group === ADMISSION_GROUP && subresource === '' ? KINDS.get(resource) : undefined;
    // Of what is not in order nobody is asked: validation refuses it.
    if (kind === undefined || kind.validate(write.object).length > 0) return undefined;
    const { policies } = kind;
    const deps = { authorizer, resourceOf, storedPolicy: (name: string) => stored(policies ?? '', name) };
    return policies === undefined ? checkPolicyParameters(deps, write) : checkBindingParameters(deps, write);
  };
}
