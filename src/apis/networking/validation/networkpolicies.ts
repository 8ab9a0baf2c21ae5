/** Network policies: selectors, ports, peers. */

import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { isStrictSubset, parseRange, rangeErrors } from '../../../machinery/grammar/addresses.ts';
import { portNameErrors, portNumberErrors } from '../../../machinery/grammar/formats.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../v1/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const PROTOCOLS: readonly string[] = ['TCP', 'UDP', 'SCTP'];
const POLICY_TYPES: readonly string[] = ['Ingress', 'Egress'];

export function validateNetworkPolicy(policy: NetworkPolicy): ErrorList {
  return check(policy, []);
}

export function validateNetworkPolicyUpdate(policy: NetworkPolicy, old: NetworkPolicy): ErrorList {
  const peers = [...(old.spec?.ingress ?? []).flatMap((rule) => rule.from ?? []), ...(old.spec?.egress ?? []).flatMap((rule) => rule.to ?? [])];
  return check(
    policy,
    peers.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [ipBlock.cidr, ...(ipBlock.except ?? [])])),
  );
}

/** @param known ranges that are stored already */
function check({ spec }: NetworkPolicy, known: readonly string[]): ErrorList {
  const errors = new ErrorList();
  if (spec === undefined) return errors;
  checkLabelSelector(errors, SPEC.child('podSelector'), spec.podSelector);
  spec.ingress?.forEach(({ ports, from }, i) => {
    const at = SPEC.child('ingress').index(i);
    checkPorts(errors, at.child('ports'), ports);
    checkPeers(errors, at.child('from'), from, known);
  });
  spec.egress?.forEach(({ ports, to }, i) => {
    const at = SPEC.child('egress').index(i);
    checkPorts(errors, at.child('ports'), ports);
    checkPeers(errors, at.child('to'), to, known);
  });
  const types = spec.policyTypes ?? [];
  if (types.length > POLICY_TYPES.length) {
    errors.invalid(SPEC.child('policyTypes'), types, 'may not specify more than two policyTypes');
    return errors;
  }
  types.forEach((type, i) => {
    if (!POLICY_TYPES.includes(type)) errors.notSupported(SPEC.child('policyTypes').index(i), type, POLICY_TYPES);
  });
  return errors;
}

function checkPorts(errors: ErrorList, at: FieldPath, ports: readonly NetworkPolicyPort[] = []): void {
  ports.forEach((port, i) => {
    checkPort(errors, at.index(i), port);
  });
}

function checkPeers(errors: ErrorList, at: FieldPath, peers: readonly NetworkPolicyPeer[] = [], known: readonly string[] = []): void {
  peers.forEach((peer, i) => {
    checkPeer(errors, at.index(i), peer, known);
  });
}

function checkPort(errors: ErrorList, at: FieldPath, { protocol, port, endPort }: NetworkPolicyPort): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) errors.notSupported(at.child('protocol'), protocol, PROTOCOLS);
  const end = at.child('endPort');
  if (typeof port === 'number') {
    errors.eachInvalid(at.child('port'), port, portNumberErrors(port));
    if (endPort === undefined) return;
    if (endPort < port) errors.invalid(end, port, 'must be greater than or equal to `port`');
    errors.eachInvalid(end, endPort, portNumberErrors(endPort));
  } else if (typeof port === 'string') {
    if (endPort !== undefined) errors.invalid(end, endPort, 'may not be specified when `port` is non-numeric');
    errors.eachInvalid(at.child('port'), port, portNameErrors(port));
  } else if (endPort !== undefined) errors.invalid(end, endPort, 'may not be specified when `port` is not specified');
}

function checkPeer(errors: ErrorList, at: FieldPath, { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, known: readonly string[]): void {
  checkLabelSelector(errors, at.child('podSelector'), podSelector);
  checkLabelSelector(errors, at.child('namespaceSelector'), namespaceSelector);
  if (ipBlock !== undefined) checkBlock(errors, at.child('ipBlock'), ipBlock, known);
  const selects = podSelector !== undefined || namespaceSelector !== undefined;
  if (!selects && ipBlock === undefined) errors.required(at, 'must specify a peer');
  else if (selects && ipBlock !== undefined) errors.forbidden(at, 'may not specify both ipBlock and another peer');
}

function checkBlock(errors: ErrorList, at: FieldPath, { cidr, except = [] }: IPBlock, known: readonly string[]): void {
  if (cidr === '') {
    errors.required(at.child('cidr'));
    return;
  }
  errors.eachInvalid(at.child('cidr'), cidr, rangeErrors(cidr, known));
  const outer = parseRange(cidr);
  if (outer === undefined) return;
  except.forEach((text, i) => {
    const where = at.child('except').index(i);
    errors.eachInvalid(where, text, rangeErrors(text, known));
    const inner = parseRange(text);
    if (inner !== undefined && !isStrictSubset(outer, inner)) errors.invalid(where, text, 'must be a strict subset of `cidr`');
  });
}
