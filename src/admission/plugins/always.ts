/** AlwaysAdmit and AlwaysDeny: everything, or nothing. Of no use beyond tests. */
import type { AdmissionAttributes, AdmissionPlugin } from '../interface.ts';
import { refuse } from '../refusal.ts';

export function makeAlwaysAdmit(): AdmissionPlugin {
  return { name: 'AlwaysAdmit', operations: ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'] };
}

export function makeAlwaysDeny(): AdmissionPlugin {
  const deny = (attributes: AdmissionAttributes): never => {
    throw refuse(attributes, 'admission control is denying all modifications');
  };
  return { name: 'AlwaysDeny', operations: ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'], mutate: deny, validate: deny };
}
