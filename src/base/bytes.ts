/** No bytes at all: what deleted values, requests without a body and empty buffers share. */
export const NO_BYTES: Buffer = Buffer.alloc(0);
