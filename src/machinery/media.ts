/** Media types of the API and the names of its encodings. */
export const JSON_TYPE = 'application/json';
export const YAML_TYPE = 'application/yaml';
export const PROTOBUF_TYPE = 'application/vnd.kubernetes.protobuf';
export const CBOR_TYPE = 'application/cbor';
/** One item after another (RFC 8742): watches. */
export const CBOR_SEQUENCE_TYPE = 'application/cbor-seq';

export const JSON_PATCH_TYPE = 'application/json-patch+json';
export const MERGE_PATCH_TYPE = 'application/merge-patch+json';
export const STRATEGIC_MERGE_PATCH_TYPE = 'application/strategic-merge-patch+json';
export const APPLY_YAML_PATCH_TYPE = 'application/apply-patch+yaml';
export const APPLY_CBOR_PATCH_TYPE = 'application/apply-patch+cbor';
